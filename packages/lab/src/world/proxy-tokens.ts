import { positionPolicy } from "../policy/position-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { divergenceFrom } from "./divergence-from.ts";
import { drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

export interface ProxyTokensOptions {
  /** T: tokens of an answer. Default 16. */
  readonly tokens?: number;
  /** How much of the first quantity the second reward model counts. Default 0.3. */
  readonly correlation?: number;
}

const TYPES = ["A", "B", "AB", "neutral a", "neutral b"] as const;
const [PAD, END, ASK, FIRST] = [0, 1, 2, 3];
const VOCABULARY: readonly string[] = ["<pad>", "<end>", "?", ...TYPES.map((type) => `${type} `)];
const LOG_CHANCES = VOCABULARY.map((_, token) => (token < FIRST ? Number.NEGATIVE_INFINITY : -Math.log(TYPES.length)));
const NAMES = ["first", "second", "gold", "length"] as const;

/**
 * Two reward models that are right up to a point: more of each is better, until there is too much of it.
 *
 *   a = #A + ½·#AB,   b = #B + ½·#AB
 *   first = a / T,   second = (b + correlation·a) / T
 *   gold = −((a − 6) / 6)² − ((b − 4) / 4)²
 *
 * The truth is best at a = 6 and b = 4: at first = 0.375 and second = 0.3625 for a correlation of 0.3.
 *
 * Signals, one for each completion: `first`, `second`, `gold`, `length`; `divergence`: log-ratio to the even policy, of
 * completions that a policy wrote.
 *
 * @paper 055 §Experiment
 */
export function proxyTokens(options: ProxyTokensOptions = {}): TokenWorld {
  const { tokens: length = 16, correlation = 0.3 } = options; // 055 §Experiment
  const source: PromptSource = {
    world: "proxy-tokens",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => ({ tokens: [ASK], item: { chance: Math.floor(uniform() * 2 ** 32) }, name: "" }),
  };
  return {
    id: "proxy-tokens@1",
    vocabulary: VOCABULARY,
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: length,
    prompts: (seed, from, count, heldOut = false) =>
      drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut),
    signals: (prompts, completions) => ({
      ...rolloutColumns(NAMES, prompts, completions, END, ({ tokens }) => {
        const count = (type: number): number => tokens.filter((token) => token === FIRST + type).length;
        const a = count(0) + 0.5 * count(2);
        const b = count(1) + 0.5 * count(2);
        const gold = -(((a - 6) / 6) ** 2) - ((b - 4) / 4) ** 2;
        return [a / length, (b + correlation * a) / length, gold, tokens.length];
      }),
      ...divergenceFrom(completions, LOG_CHANCES),
    }),
  };
}

/** The policy of `proxyTokens`: a softmax over the five types for each place, even at the start. */
export function proxyTokensPolicy(): TokenPolicy {
  return positionPolicy({ tokens: TYPES.map((_, i) => FIRST + i), initial: TYPES.map(() => 0) });
}
