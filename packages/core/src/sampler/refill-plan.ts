/** How the collection of a batch stands. */
export interface RefillProgress {
  /** Prompts asked for so far. */
  readonly asked: number;
  /** Prompts that were kept so far. */
  readonly kept: number;
  /** Rounds of asking so far. */
  readonly tries: number;
}

export interface RefillRules {
  /** Prompts a full batch has. */
  readonly wanted: number;
  /** Rounds after which training goes on with what is there. Default 10. */
  readonly maxTries?: number;
  /** Prompts that can be asked for at once. Default: no bound. */
  readonly maxAsk?: number;
  /** The least rate of keeping that is believed. Default 0.05. */
  readonly minRate?: number;
}

export interface RefillPlan {
  /** Prompts to ask for next; 0 when done. */
  readonly ask: number;
  readonly needed: number;
  /** Share of the prompts that was kept; 1 before any was asked for. */
  readonly keepRate: number;
  readonly droppedShare: number;
  readonly outcome: "full" | "refill" | "exhausted";
}

/**
 * How many more prompts to ask for until a batch is full of prompts that were kept.
 *
 *   ask = ⌈needed / max(keepRate, minRate)⌉,  at most maxAsk;  0 when full or after maxTries rounds
 *
 * The limit of rounds keeps a run alive whose prompts are all solved: it goes on with what is left.
 *
 * @paper 206 §Mechanism (dynamic sampling: 384 prompts generated for 256 trained on)
 * @paper 206 §Pitfalls (resampling without a limit never ends)
 * @paper 046 §Mechanism (refill)
 * @kind sampler
 * @alias refill
 *
 * ```ts doctest
 * import { refillPlan } from "@guerdon/core/sampler";
 * refillPlan({ asked: 384, kept: 192, tries: 1 }, { wanted: 256 }).ask // => 128
 * ```
 */
export function refillPlan({ asked, kept, tries }: RefillProgress, rules: RefillRules): RefillPlan {
  const { wanted, maxTries = 10, maxAsk = Number.POSITIVE_INFINITY, minRate = 0.05 } = rules;
  const keepRate = asked === 0 ? 1 : kept / asked;
  const needed = Math.max(0, wanted - kept);
  const outcome = needed === 0 ? "full" : tries >= maxTries ? "exhausted" : "refill";
  const ask = outcome === "refill" ? Math.min(maxAsk, Math.ceil(needed / Math.max(keepRate, minRate))) : 0;
  return { ask, needed, keepRate, droppedShare: 1 - keepRate, outcome };
}
