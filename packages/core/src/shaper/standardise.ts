import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, type Signal, UNBOUNDED } from "../signal/index.ts";
import { momentsOf, newMoments, spread } from "./moments.ts";
import { forEachSpan, type Over, spanOffsets } from "./span-offsets.ts";

export interface StandardiseOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /** Whether the mean is taken away before dividing. */
  readonly centre: boolean;
  /** 1 for the sample deviation, 0 for that of the population. */
  readonly freedom: 0 | 1;
  /** Added to the deviation. */
  readonly eps: number;
  /** Results are kept between −bound and bound. */
  readonly bound?: number | undefined;
}
type StandardiseInput = { readonly [K in keyof StandardiseOptions]?: StandardiseOptions[K] | undefined };

const options: z.ZodType<StandardiseOptions, StandardiseInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("group"),
  centre: z.boolean().default(true),
  freedom: z.union([z.literal(0), z.literal(1)]).default(0),
  eps: z.number().nonnegative().default(1e-8), // 066 §Mechanism
  bound: z.number().positive().optional(),
});

/**
 * Divides by the deviation of the group or the batch, after taking the mean away.
 *
 *   out_i = (of_i − m) / (s + eps),  m = mean (0 without `centre`) and s = deviation of the present members
 *
 * Where the members do not differ out is 0, or `of` without `centre`. Missing values move nothing and
 * stay missing.
 *
 * @shape of [R] → [R]
 * @unit any → deviations
 * @paper 066 §Mechanism ((A − μ) / σ over the buffer)
 * @paper 060 §Pieces (members of an ensemble put on one scale)
 * @kind shaper
 * @alias zscore = { use: standardise, over: batch }
 * @alias standardise
 * @plot { over: group } over members [1, 0, 0.5, 1]
 * @plot { over: group, centre: false } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { standardise } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...standardise({ eps: 0 }).apply([fullSignal("rollout", [1, 3, 7, 7])], flatLayout([2, 2])).values] // => [-1, 1, 0, 0]
 * ```
 */
export const standardise: TransformFactory<typeof options> = defineShaper({
  name: "standardise",
  version: 1,
  summary: "Divides by the deviation of the group or the batch, after taking the mean away.",
  options,
  build: (settings) => {
    const { over, centre, bound } = settings;
    const limit = bound ?? Number.POSITIVE_INFINITY;
    return {
      scope: over,
      inputs: [{ name: "of" }],
      range: ([of]) => {
        if (centre || of === undefined) return bound === undefined ? UNBOUNDED : { min: -limit, max: limit };
        return {
          min: of.min < 0 ? -limit : Math.min(of.min === 0 ? 0 : Number.MIN_VALUE, limit),
          max: of.max > 0 ? limit : 0,
        };
      },
      trend: () => (centre ? "increasing" : "unknown"),
      apply: ([of], layout) => standardised(of as Signal, layout, settings, limit),
    };
  },
});

function standardised(of: Signal, layout: Layout, settings: StandardiseOptions, limit: number): Signal {
  const values = new Float64Array(of.values.length);
  const { centre, freedom, eps, over } = settings;
  const moments = newMoments();
  forEachSpan(spanOffsets(over, of, layout), (from, to) => {
    momentsOf(of, from, to, moments);
    const deviation = spread(moments, freedom);
    const shift = centre ? moments.mean : 0;
    const divisor = deviation === 0 ? 1 : deviation + eps;
    for (let i = from; i < to; i++) {
      const scaled = ((of.values[i] as number) - shift) / divisor;
      values[i] = Math.min(Math.max(scaled, -limit), limit);
    }
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}
