import { z } from "zod";
import { defineSampler, type TransformFactory } from "../piece/index.ts";
import type { Signal } from "../signal/index.ts";
import { type AllocationRules, allocateRollouts } from "./allocate-rollouts.ts";

export type KnapsackOptions = AllocationRules;
type KnapsackInput = { readonly [K in keyof KnapsackOptions]?: KnapsackOptions[K] | undefined };

const whole = (value: number): z.ZodDefault<z.ZodInt> => z.int().nonnegative().default(value);

const options: z.ZodType<KnapsackOptions, KnapsackInput> = z.strictObject({
  perPrompt: z.int().positive().default(8), // 019 §Mechanism: 256 prompts × 8
  min: whole(2), // 019 §Mechanism 4
  minFailed: whole(2), // 019 §Mechanism 4
  minSolved: whole(2), // 019 §Mechanism 4
  max: z.int().positive().default(128), // 019 §Mechanism 5
  value: z.enum(["mixed-gain", "mixed"]).default("mixed-gain"), // 019 §Mechanism 2
  solver: z.enum(["greedy", "dynamic"]).default("greedy"), // 019: the same optimum as the dynamic programme
  cost: z.enum(["chance", "expected"]).default("chance"), // 019 §Mechanism 3
  chance: z.number().gt(0).lt(1).default(0.9), // 019 §Mechanism 3: a = 0.9
});

/**
 * Splits a budget of rollouts over the prompts of a batch: how many each of them gets.
 *
 *   budget = perPrompt · G;  a prompt whose rate is missing or not valid gets perPrompt
 *   of the rest each gets its minimum (2), and what remains is split over 0 < p < 1 so that
 *   Σ V(N_g, p_g) is largest,  V(N, p) = (1 − p^N − (1 − p)^N) · p (1 − p)²  (`mixed`: without p (1 − p)²)
 *
 * The numbers are whole and add up to the budget. What the mixed prompts can make no use of (more
 * than Σ min(max, cost(p)), cost = ln(1 − chance) / ln max(p, 1 − p) or 1/p + 1/(1 − p) − 1) goes
 * evenly to the prompts that always fail, else to those always solved; so does everything where no
 * prompt is mixed. Minima that exceed the budget are scaled down. V is concave in N, so the greedy
 * solver finds the optimum of the dynamic programme. No result is missing: a prompt nothing is known
 * of has to be tried.
 *
 * @shape rate [G], valid [G] → [G]
 * @unit share, yes → rollouts
 * @paper 019 §Mechanism 2–6 (value and fallbacks; extra rollouts are counted from the minimum on)
 * @kind sampler
 * @alias allocator = { use: knapsack, min: 2, max: 128, value: mixed-gain }
 * @plot { valid: 1 } over members [0, 0.1, 0.33, 0.5, 0.9, 1]
 *
 * ```ts doctest
 * import { knapsack } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [rate, valid] = [fullSignal("group", [0, 0.3, 1, 0.9]), fullSignal("group", [1, 1, 1, 0])];
 * [...knapsack({ perPrompt: 4 }).apply([rate, valid], flatLayout([1, 1, 1, 1])).values] // => [2, 8, 2, 4]
 * ```
 */
export const knapsack: TransformFactory<typeof options> = defineSampler({
  name: "knapsack",
  version: 1,
  summary: "Splits a budget of rollouts over the prompts of a batch.",
  options,
  build: (rules) => ({
    scope: "batch",
    level: "group",
    inputs: [{ name: "rate" }, { name: "valid", default: 1 }],
    range: () => ({ min: 0, max: Number.POSITIVE_INFINITY }),
    trend: () => "unknown",
    apply: ([rate, valid]) => {
      const known = knownRates(rate as Signal, valid as Signal);
      const values = Float64Array.from(allocateRollouts(known, rules));
      return { level: "group", values, present: new Uint8Array(values.length).fill(1) };
    },
  }),
});

/** The rates, NaN where there is none to trust. */
function knownRates(rate: Signal, valid: Signal): Float64Array {
  return rate.values.map((value, g) => {
    const isKnown = rate.present[g] === 1 && valid.present[g] === 1 && (valid.values[g] as number) > 0;
    return isKnown ? value : Number.NaN;
  });
}
