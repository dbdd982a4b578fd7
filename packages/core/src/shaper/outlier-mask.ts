import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, type Signal, UNBOUNDED } from "../signal/index.ts";
import { momentsOf, newMoments, spread } from "./moments.ts";
import { forEachSpan, type Over, spanOffsets } from "./span-offsets.ts";

export interface OutlierMaskOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /** How many deviations away a value is an outlier. */
  readonly k: number;
  /** Outliers become 0, or the bound they crossed. */
  readonly mode: "mask" | "clip";
  /** Around what the standardised value is compared: 0, or the mean of the values as they came. */
  readonly centre: "normalised" | "rawMean";
  /** The variance is at least this. */
  readonly varianceFloor: number;
}
type OutlierMaskInput = { readonly [K in keyof OutlierMaskOptions]?: OutlierMaskOptions[K] | undefined };

const options: z.ZodType<OutlierMaskOptions, OutlierMaskInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("batch"),
  k: z.number().positive().default(3), // 066 §Mechanism
  mode: z.enum(["mask", "clip"]).default("mask"), // 066 §Mechanism: masked, not clipped
  centre: z.enum(["normalised", "rawMean"]).default("normalised"),
  varianceFloor: z.number().nonnegative().default(1e-8), // 066 §Mechanism
});

/**
 * Standardises values and takes those far away out.
 *
 *   z_i = (of_i − μ) / √max(σ², varianceFloor),  μ and σ² of the present members
 *   out_i = z_i if |z_i − c| ≤ k,  otherwise 0 (mask) or the nearer of c ± k (clip)
 *   c = 0 normalised | μ rawMean
 *
 * `rawMean` is what the code of the paper does: it equals the text where μ is 0 alone. Missing values
 * move nothing and stay missing.
 *
 * @shape of [R], [S] or [T] → same
 * @unit any → deviations
 * @throws RewardError GUERDON_OPTION when k is not positive
 * @paper 066 §Mechanism (three deviations over all tokens of the buffer)
 * @kind shaper
 * @alias outlierMask = { use: outlier-mask, k: 3, mode: mask, centre: normalised }
 * @plot { over: group, k: 1, mode: mask } over members [1, 0, 0.5, 1]
 * @plot { over: group, k: 1, mode: clip } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { outlierMask } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...outlierMask({ k: 1.5 }).apply([fullSignal("rollout", [0, 0, 0, 0, 5])], flatLayout([5])).values] // => [-0.5, -0.5, -0.5, -0.5, 0]
 * ```
 */
export const outlierMask: TransformFactory<typeof options> = defineShaper({
  name: "outlier-mask",
  version: 1,
  summary: "Standardises values and takes those far away out.",
  options,
  build: (settings) => ({
    scope: settings.over,
    inputs: [{ name: "of" }],
    range: () => (settings.centre === "normalised" ? { min: -settings.k, max: settings.k } : UNBOUNDED),
    trend: () => (settings.mode === "clip" && settings.centre === "normalised" ? "increasing" : "unknown"),
    apply: ([of], layout) => masked(of as Signal, layout, settings),
  }),
});

function masked(of: Signal, layout: Layout, { over, k, mode, centre, varianceFloor }: OutlierMaskOptions): Signal {
  const values = new Float64Array(of.values.length);
  const moments = newMoments();
  forEachSpan(spanOffsets(over, of, layout), (from, to) => {
    momentsOf(of, from, to, moments);
    const deviation = Math.max(spread(moments, 0), Math.sqrt(varianceFloor)) || 1;
    const around = centre === "normalised" ? 0 : moments.mean;
    const [low, high] = [around - k, around + k];
    for (let i = from; i < to; i++) {
      const z = ((of.values[i] as number) - moments.mean) / deviation;
      if (z >= low && z <= high) values[i] = z;
      else values[i] = mode === "mask" ? 0 : z < low ? low : high;
    }
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}
