import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { hull, type Interval } from "../signal/index.ts";
import { combineRows, type RowKernel, rangeOfRows } from "./combine-rows.ts";
import { halves } from "./halves.ts";

export interface NominalPlusWorstOptions {
  /** Share of the nominal score; the rest is the worst case. */
  readonly lambda: number;
  /** The nominal score: of the most certain member, the mean of all, or of the first. */
  readonly nominal: "min-std" | "mean" | "first";
  /** The worst case: the least score, or the least lower confidence bound. */
  readonly worst: "min" | "lcb";
  /** How many deviations below its score a member's bound lies, with `worst: lcb`. */
  readonly c: number;
}
type NominalPlusWorstInput = { readonly [K in keyof NominalPlusWorstOptions]?: NominalPlusWorstOptions[K] | undefined };

const options: z.ZodType<NominalPlusWorstOptions, NominalPlusWorstInput> = z.strictObject({
  lambda: z.number().min(0).max(1).default(0.6), // 099 §Pieces: lambda 0.6
  nominal: z.enum(["min-std", "mean", "first"]).default("min-std"), // 099 §Mechanism: the most certain head
  worst: z.enum(["min", "lcb"]).default("min"), // 099 §Mechanism: min of the means
  c: z.number().nonnegative().default(1),
});

/**
 * Weighs a nominal score against the worst case of an ensemble whose members state their deviations.
 *
 *   out_i = λ · nominal_i + (1 − λ) · worst_i
 *   nominal: μ_k of the least s_k, the earlier member in a tie · mean of μ · μ_1
 *   worst: min_k μ_k · min_k (μ_k − c · s_k)
 *
 * `of` lists the scores μ and after them as many deviations s. With λ = 0 it is the worst case alone,
 * with λ = 1 the nominal one. A missing input makes the result missing.
 *
 * @shape of 2K × [R] → [R]
 * @unit any → same
 * @throws RewardError GUERDON_SHAPE when there is no input, lengths differ or deviations do not pair up
 * @paper 099 §Mechanism (r_λ = λ μ_{k*} + (1 − λ) min_k μ_k)
 * @kind combinator
 * @alias nominalPlusWorst
 * @plot { of: [0.5, 0.1, 0.3] } over of 0..1
 * @plot { of: [0.5, 0.1, 0.3], lambda: 0 } over of 0..1
 * @plot { of: [0.5, 0.1, 0.3], lambda: 1 } over of 0..1
 *
 * ```ts doctest
 * import { nominalPlusWorst } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [scores, deviations] = [[4, 2], [0.1, 0.3]].map((row) => row.map((value) => fullSignal("rollout", [value])));
 * [...nominalPlusWorst({ lambda: 0.5 }).apply([...scores, ...deviations], flatLayout([1])).values] // => [3]
 * ```
 */
export const nominalPlusWorst: TransformFactory<typeof options> = defineCombinator({
  name: "nominal-plus-worst",
  version: 1,
  summary: "Weighs a nominal score against the worst case of an ensemble whose members state their deviations.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfBoth(inputs, settings),
    trend: (index, inputs) => trendIn(index, inputs, settings),
    apply: (inputs) => {
      halves(inputs, "deviations");
      return combineRows(inputs, kernelOf(settings));
    },
  }),
});

function kernelOf({ lambda, nominal, worst, c }: NominalPlusWorstOptions): RowKernel {
  return (row) => {
    const count = row.length / 2;
    let [best, sum, least] = [0, 0, Number.POSITIVE_INFINITY];
    for (let k = 0; k < count; k++) {
      const score = row[k] as number;
      const deviation = row[count + k] as number;
      if (deviation < (row[count + best] as number)) best = k;
      sum += score;
      const bound = worst === "lcb" && c > 0 ? score - c * deviation : score;
      if (bound < least) least = bound;
    }
    const typical = nominal === "mean" ? sum / count : (row[nominal === "first" ? 0 : best] as number);
    return lambda === 1 ? typical : lambda === 0 ? least : lambda * typical + (1 - lambda) * least;
  };
}

function rangeOfBoth(inputs: readonly Interval[], settings: NominalPlusWorstOptions): Interval {
  const [scores, deviations] = halves(inputs, "deviations");
  const flipped = deviations.map(({ min, max }) => ({ min: max, max: min }));
  const plain = { ...settings, nominal: settings.nominal === "min-std" ? "first" : settings.nominal } as const;
  const range = rangeOfRows([...scores, ...flipped], kernelOf(plain));
  if (settings.nominal !== "min-std" || settings.lambda === 0) return range;
  const worst = rangeOfRows([...scores, ...flipped], kernelOf({ ...plain, lambda: 0 }));
  const { min, max } = hull(...scores);
  const rest = 1 - settings.lambda;
  const share = (bound: number): number => (rest === 0 ? 0 : rest * bound);
  return { min: settings.lambda * min + share(worst.min), max: settings.lambda * max + share(worst.max) };
}

function trendIn(index: number, inputs: readonly Interval[], settings: NominalPlusWorstOptions): Trend {
  const { nominal, worst, c, lambda } = settings;
  if (index < inputs.length / 2) return nominal === "first" && lambda === 1 && index > 0 ? "constant" : "increasing";
  if (nominal === "min-std" && lambda > 0) return "unknown";
  return worst === "lcb" && c > 0 && lambda < 1 ? "decreasing" : "constant";
}
