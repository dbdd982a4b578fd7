import { streamKey, uniformAt } from "@guerdon/core/random";
import { positionPolicy } from "../policy/position-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { normalAt } from "../tensor/index.ts";
import { divergenceFrom } from "./divergence-from.ts";
import { drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

export interface TokenHackOptions {
  /** Tokens of an answer. Default 16. */
  readonly tokens?: number;
  /** Deviation of the noise of the proxy. Default 0.3. */
  readonly noise?: number;
  /** M: answers of the first policy that the proxy has scored for each prompt. Default 1. */
  readonly references?: number;
  /** Chance of each type in the answers of references: that of a policy whose logit of the hack is −2. */
  readonly hackLogit?: number;
}

const TYPES = ["good a", "good b", "neutral a", "neutral b", "hack", "bad"] as const;
const [PAD, END, ASK, FIRST] = [0, 1, 2, 3];
const VOCABULARY: readonly string[] = ["<pad>", "<end>", "?", ...TYPES.map((type) => `${type} `)];
const NAMES = ["proxy", "gold", "length", "good", "hack", "bad", "reference", "referenceSpread", "win"];
const SPACING = 1024;

/**
 * A proxy that can be hacked: answers of 16 tokens of six types, scored by a reward model and by the truth.
 *
 *   proxy = 0.5·min(good, 10) − 0.5·bad + 0.7·hack + N(0, 0.3)
 *   gold  = 0.5·min(good, 10) − 0.5·bad + 0.1·hack                       up to two hacks
 *         = 0.5·min(good, 10) − 0.5·bad + 0.2 − 0.5·(hack − 2)           beyond
 *
 * Signals, one for each completion: `proxy` and `gold`; `length`; `good`, `hack`, `bad`: how many; `reference` and
 * `referenceSpread`: mean and deviation (M − 1) of the proxy over M answers of the first policy to the same prompt, and
 * `reference1` … that of each; `win`: 1 where gold is above that of the first of them, one half where equal;
 * `divergence`: log-ratio to the first policy, of completions that a policy wrote. The noise is drawn once for each
 * prompt and member of its group.
 *
 * @paper 035 §Experiment
 */
export function tokenHack(options: TokenHackOptions = {}): TokenWorld {
  const { tokens: length = 16, noise = 0.3, references = 1, hackLogit = -2 } = options; // 035 §Experiment
  const source: PromptSource = {
    world: "token-hack",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => ({ tokens: [ASK], item: { chance: Math.floor(uniform() * 2 ** 32) }, name: "" }),
  };
  const chances = softmaxOf(TYPES.map((type) => (type === "hack" ? hackLogit : 0)));
  const firstPolicy = cumulative(chances);
  const logChances = VOCABULARY.map((_, token) =>
    token < FIRST ? -Infinity : Math.log(chances[token - FIRST] as number),
  );
  const names = [...NAMES, ...Array.from({ length: references }, (_, m) => `reference${m + 1}`)];
  return {
    id: "token-hack@1",
    vocabulary: VOCABULARY,
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: length,
    prompts: (seed, from, count, heldOut = false) =>
      drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut),
    signals: (prompts, completions) => ({
      ...rolloutColumns(names, prompts, completions, END, ({ prompt, member, tokens }) => {
        const { chance } = prompts.items[prompt] as { readonly chance: number };
        const own = countTypes(tokens);
        const noises = streamKey(chance, "token-hack noise");
        const drawn = Array.from({ length: references }, (_, m) => drawAnswer(chance, m, length, firstPolicy));
        const proxies = drawn.map((counts, m) => proxyOf(counts) + noise * normalAt(noises, SPACING * SPACING + m));
        const reference = proxies.reduce((sum, value) => sum + value, 0) / references;
        const squares = proxies.reduce((sum, value) => sum + (value - reference) ** 2, 0);
        const spread = references > 1 ? Math.sqrt(squares / (references - 1)) : 0;
        const proxy = proxyOf(own) + noise * normalAt(noises, member);
        const rival = goldOf(drawn[0] as Counts);
        const gold = goldOf(own);
        const win = gold > rival ? 1 : gold === rival ? 0.5 : 0;
        return [proxy, gold, tokens.length, own.good, own.hack, own.bad, reference, spread, win, ...proxies];
      }),
      ...divergenceFrom(completions, logChances),
    }),
  };
}

/** The policy of `tokenHack`: a softmax over the six types for each position; the logit of the hack starts at −2. */
export function tokenHackPolicy(hackLogit = -2): TokenPolicy {
  // 035 §Experiment: the hack's logit starts at −2, the others at 0.
  const initial = TYPES.map((type) => (type === "hack" ? hackLogit : 0));
  return positionPolicy({ tokens: TYPES.map((_, i) => FIRST + i), initial });
}

interface Counts {
  readonly good: number;
  readonly hack: number;
  readonly bad: number;
}

function countTypes(tokens: ArrayLike<number>): Counts {
  let [good, hack, bad] = [0, 0, 0];
  for (let i = 0; i < tokens.length; i++) {
    const type = (tokens[i] as number) - FIRST;
    if (type === 0 || type === 1) good += 1;
    else if (type === 4) hack += 1;
    else if (type === 5) bad += 1;
  }
  return { good, hack, bad };
}

function proxyOf({ good, hack, bad }: Counts): number {
  return 0.5 * Math.min(good, 10) - 0.5 * bad + 0.7 * hack;
}

function goldOf({ good, hack, bad }: Counts): number {
  return 0.5 * Math.min(good, 10) - 0.5 * bad + (hack <= 2 ? 0.1 * hack : 0.2 - 0.5 * (hack - 2));
}

function softmaxOf(logits: readonly number[]): readonly number[] {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Chances up to and including each type. */
function cumulative(chances: readonly number[]): readonly number[] {
  let sum = 0;
  return chances.map((chance) => {
    sum += chance;
    return sum;
  });
}

function drawAnswer(chance: number, answer: number, length: number, chances: readonly number[]): Counts {
  const key = streamKey(chance, "token-hack reference");
  const types = Array.from({ length }, (_, i) => {
    const uniform = uniformAt(key, answer * SPACING + i);
    const type = chances.findIndex((upTo) => uniform < upTo);
    return FIRST + (type < 0 ? TYPES.length - 1 : type);
  });
  return countTypes(types);
}
