import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, hull, type Layout, type Signal, UNIT } from "../signal/index.ts";
import { momentsOf, newMoments } from "./moments.ts";
import { forEachSpan, type Over, spanOffsets } from "./span-offsets.ts";

export interface MinMaxOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /** Added to the distance from the least to the greatest. */
  readonly eps: number;
  /** The result where no member differs from another. */
  readonly whenEqual: number;
}
type MinMaxInput = { readonly [K in keyof MinMaxOptions]?: MinMaxOptions[K] | undefined };

const options: z.ZodType<MinMaxOptions, MinMaxInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("group"),
  eps: z.number().nonnegative().default(0),
  whenEqual: z.number().default(0),
});

/**
 * Places every value between the least and the greatest of the group or the batch.
 *
 *   out_i = (of_i − min) / (max − min + eps),  whenEqual where max = min
 *
 * Over the present members; missing values stay missing.
 *
 * @shape of [R] → [R]
 * @unit any → share of 1
 * @paper 221 §Mechanism (entropies of all steps of the batch, eps 1e-8)
 * @paper 223 §Mechanism (z of the returns, before a softmax with temperature 0.1)
 * @kind shaper
 * @alias batchMinMax = { use: min-max, over: batch, eps: 1.0e-8 }
 * @alias 223:minMaxNormalise = { use: min-max, over: batch }
 * @alias runningCost = "1 - default(clip((root - low) / (high - low), 0, 1), 0.5)"
 * @plot { over: group } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { minMax } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...minMax().apply([fullSignal("rollout", [2, 4, 3, 7])], flatLayout([3, 1])).values] // => [0, 1, 0.5, 0]
 * ```
 */
export const minMax: TransformFactory<typeof options> = defineShaper({
  name: "min-max",
  version: 1,
  summary: "Places every value between the least and the greatest of the group or the batch.",
  options,
  build: ({ over, eps, whenEqual }) => ({
    scope: over,
    inputs: [{ name: "of" }],
    range: () => hull(UNIT, { min: whenEqual, max: whenEqual }),
    trend: () => (whenEqual === 0 ? "increasing" : "unknown"),
    apply: ([of], layout) => placed(of as Signal, layout, over, eps, whenEqual),
  }),
});

function placed(of: Signal, layout: Layout, over: Over, eps: number, whenEqual: number): Signal {
  const values = new Float64Array(of.values.length).fill(whenEqual);
  const moments = newMoments();
  forEachSpan(spanOffsets(over, of, layout), (from, to) => {
    const { min, max } = momentsOf(of, from, to, moments);
    if (min === max) return;
    const width = max - min + eps;
    for (let i = from; i < to; i++) values[i] = ((of.values[i] as number) - min) / width;
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}
