import { streamKey, uniformAt } from "@guerdon/core/random";
import { positionPolicy } from "../policy/position-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

export interface HumpTokensOptions {
  /** T: tokens of an answer. Default 16. */
  readonly tokens?: number;
  /** How many tokens of the doubtful type are good; one more is worse again. Default 4. */
  readonly top?: number;
}

const TYPES = ["good a", "good b", "neutral a", "neutral b", "doubtful", "bad"] as const;
const [PAD, END, ASK, FIRST] = [0, 1, 2, 3];
const VOCABULARY: readonly string[] = ["<pad>", "<end>", "?", ...TYPES.map((type) => `${type} `)];
const NAMES = ["gold", "label", "win", "good", "doubtful", "bad", "length"] as const;
/** Logits of the first policy: 0.9 doubtful tokens in 16, 092 §Experiment. */
const LOGITS: readonly number[] = TYPES.map((type) => (type === "doubtful" ? -1.21 : 0));

/**
 * A feature that is good in moderation: answers in which more of it is better as far as the first policy goes.
 *
 *   gold  = 0.25·min(good, 10) − 0.25·bad + (doubtful, up to `top`; 2·top − doubtful beyond)
 *   label = gold + Gumbel noise: of two answers the greater is the first with chance σ(difference of gold)
 *
 * The first policy writes 0.9 doubtful tokens in 16, so that its answers hardly show the other side of the hump.
 *
 * Signals, one for each completion: `gold`, `label`; `win`: the chance that gold is above that of an answer of the first
 * policy, equal ones one half, exactly; `good`, `doubtful`, `bad`: how many; `length`.
 *
 * @paper 092 §Experiment
 */
export function humpTokens({ tokens: length = 16, top = 4 }: HumpTokensOptions = {}): TokenWorld {
  // 092 §Experiment: 16 tokens, up to four doubtful ones are good.
  const source: PromptSource = {
    world: "hump-tokens",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => ({ tokens: [ASK], item: { chance: Math.floor(uniform() * 2 ** 32) }, name: "" }),
  };
  const rivals = firstGolds(length, top);
  const winOf = (gold: number): number =>
    rivals.reduce((sum, [rival, chance]) => sum + (gold > rival ? chance : gold === rival ? chance / 2 : 0), 0);
  return {
    id: "hump-tokens@1",
    vocabulary: VOCABULARY,
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: length,
    prompts: (seed, from, count, heldOut = false) =>
      drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, END, ({ prompt, member, tokens }) => {
        const { chance } = prompts.items[prompt] as { readonly chance: number };
        const noise = -Math.log(
          -Math.log(uniformAt(streamKey(chance, "hump-tokens label"), member) || Number.MIN_VALUE),
        );
        const [good, doubtful, bad] = countsOf(tokens);
        const gold = goldOf(good, doubtful, bad, top);
        return [gold, gold + noise, winOf(gold), good, doubtful, bad, tokens.length];
      }),
  };
}

/** The policy of `humpTokens`: a softmax over the six types for each place, at first the same at all. */
export function humpTokensPolicy(): TokenPolicy {
  return positionPolicy({ tokens: TYPES.map((_, i) => FIRST + i), initial: LOGITS });
}

/** How many tokens are good, doubtful, bad. */
function countsOf(tokens: ArrayLike<number>): readonly [number, number, number] {
  let [good, doubtful, bad] = [0, 0, 0];
  for (let i = 0; i < tokens.length; i++) {
    const type = (tokens[i] as number) - FIRST;
    if (type === 0 || type === 1) good += 1;
    else if (type === 4) doubtful += 1;
    else if (type === 5) bad += 1;
  }
  return [good, doubtful, bad];
}

function goldOf(good: number, doubtful: number, bad: number, top: number): number {
  return 0.25 * Math.min(good, 10) - 0.25 * bad + (doubtful <= top ? doubtful : 2 * top - doubtful);
}

/** Each gold that answers of the first policy have, with its chance. */
function firstGolds(length: number, top: number): readonly (readonly [number, number])[] {
  const total = LOGITS.reduce((sum, logit) => sum + Math.exp(logit), 0);
  const [rest, doubtfulChance] = [1 / total, Math.exp(LOGITS[4] as number) / total];
  const chances = new Map<number, number>();
  const factorials = [1];
  for (let n = 1; n <= length; n++) factorials.push(n * (factorials[n - 1] as number));
  const ways = (...counts: readonly number[]): number =>
    counts.reduce((left, n) => left / (factorials[n] as number), factorials[length] as number);
  for (let good = 0; good <= length; good++) {
    for (let doubtful = 0; doubtful <= length - good; doubtful++) {
      for (let bad = 0; bad <= length - good - doubtful; bad++) {
        const neutral = length - good - doubtful - bad;
        const chance =
          ways(good, doubtful, bad, neutral) *
          (2 * rest) ** (good + neutral) *
          doubtfulChance ** doubtful *
          rest ** bad;
        const gold = goldOf(good, doubtful, bad, top);
        chances.set(gold, (chances.get(gold) ?? 0) + chance);
      }
    }
  }
  return [...chances];
}
