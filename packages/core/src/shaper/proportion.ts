import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, type Signal, UNBOUNDED } from "../signal/index.ts";
import { momentsOf, newMoments } from "./moments.ts";
import { forEachSpan, type Over, spanOffsets } from "./span-offsets.ts";

export interface ProportionOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /** Divides by the mean, so that results have mean 1, or by the sum, so that they add up to 1. */
  readonly by: "mean" | "sum";
}
type ProportionInput = { readonly [K in keyof ProportionOptions]?: ProportionOptions[K] | undefined };

const options: z.ZodType<ProportionOptions, ProportionInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("batch"),
  by: z.enum(["mean", "sum"]).default("mean"),
});

/**
 * Divides every value by the mean or the sum of its group or of the batch.
 *
 *   out_i = of_i / mean | of_i / sum, over the present members
 *
 * Where the sum is 0 all members get the same: 1, or 1 / n of the sum. Meant for values that are not
 * negative. Missing values move nothing and stay missing.
 *
 * @shape of [R] → [R]
 * @unit any → multiple of the mean, or share of 1
 * @paper 221 §Mechanism (g = exp(−k H) / mean exp(−k H): mean exactly 1)
 * @paper 161 §Mechanism (weights of users, normalised within the batch)
 * @paper 213 §Mechanism (w = c · exp(−β d), normalised to mean 1)
 * @kind shaper
 * @alias proximityWeights = "exp(-6 * distance)", then { use: proportion, over: batch, by: mean }
 * @alias mean1 = { use: proportion, over: batch, by: mean }
 * @alias proportion
 * @plot { over: group, by: mean } over members [1, 0, 0.5, 1]
 * @plot { over: group, by: sum } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { proportion } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...proportion({ by: "sum" }).apply([fullSignal("rollout", [1, 3])], flatLayout([2])).values] // => [0.25, 0.75]
 * ```
 */
export const proportion: TransformFactory<typeof options> = defineShaper({
  name: "proportion",
  version: 1,
  summary: "Divides every value by the mean or the sum of its group or of the batch.",
  options,
  build: ({ over, by }) => ({
    scope: over,
    inputs: [{ name: "of" }],
    range: ([of]) => {
      if (of === undefined || of.min < 0) return UNBOUNDED;
      return { min: 0, max: by === "sum" ? 1 : Number.POSITIVE_INFINITY };
    },
    trend: () => "unknown",
    apply: ([of], layout) => divided(of as Signal, layout, over, by),
  }),
});

function divided(of: Signal, layout: Layout, over: Over, by: "mean" | "sum"): Signal {
  const values = new Float64Array(of.values.length);
  const moments = newMoments();
  forEachSpan(spanOffsets(over, of, layout), (from, to) => {
    const { count, mean } = momentsOf(of, from, to, moments);
    const parts = by === "mean" ? 1 : count;
    for (let i = from; i < to; i++) values[i] = mean === 0 ? 1 / parts : (of.values[i] as number) / mean / parts;
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}
