import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import type { Interval } from "../signal/index.ts";
import { combineRows, type RowKernel } from "./combine-rows.ts";

export interface GeometricMeanOptions {
  /** Sign of the result: of the product, positive only when no signed input is negative, or always positive. */
  readonly sign: "product" | "all-non-negative" | "none";
  /** Places of the inputs whose sign says nothing. */
  readonly unsigned: readonly number[];
}
type GeometricMeanInput = { readonly [K in keyof GeometricMeanOptions]?: GeometricMeanOptions[K] | undefined };

const options: z.ZodType<GeometricMeanOptions, GeometricMeanInput> = z.strictObject({
  sign: z.enum(["product", "all-non-negative", "none"]).default("product"),
  unsigned: z.array(z.int().nonnegative()).readonly().default([]),
});

/**
 * The geometric mean of the inputs' magnitudes, with a sign.
 *
 *   out_i = s_i · (Π_k |of_{k,i}|)^(1/K)
 *   s_i = Π_k sgn(of_{k,i}) product · −1 if any of_{k,i} < 0, else +1 all-non-negative · +1 none
 *
 * The inputs at the places `unsigned` leave the sign alone. One 0 makes the result 0; a missing input
 * makes it missing. The product is taken of logarithms, so it neither overflows nor vanishes on the
 * way. For inputs that are never negative all three signs are the same, and `power-mean` has weights.
 *
 * @shape of K × [R] → [R]
 * @unit any → same
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 074 §Mechanism (two components: sign of the product; several: positive only when none is negative)
 * @kind combinator
 * @alias krc
 * @alias 074:krc = { use: geometric-mean, sign: all-non-negative }
 * @alias signed geometric mean
 * @plot { of: [1] } over of -1..1
 * @plot { of: [1], sign: none } over of -1..1
 *
 * ```ts doctest
 * import { geometricMean } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [alignment, closeness] = [fullSignal("rollout", [1, -1]), fullSignal("rollout", [0.25, 0.25])];
 * [...geometricMean().apply([alignment, closeness], flatLayout([2])).values] // => [0.5, -0.5]
 * ```
 */
export const geometricMean: TransformFactory<typeof options> = defineCombinator({
  name: "geometric-mean",
  version: 1,
  summary: "The geometric mean of the inputs' magnitudes, with a sign.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfMean(inputs, settings),
    trend: (index, inputs) => trendIn(index, inputs, settings),
    apply: (inputs) => combineRows(inputs, kernelOf(inputs.length, settings)),
  }),
});

function kernelOf(count: number, { sign, unsigned }: GeometricMeanOptions): RowKernel {
  const signed = Array.from({ length: count }, (_, k) => sign !== "none" && !unsigned.includes(k));
  return (row) => {
    let [logs, negative] = [0, 0];
    for (let k = 0; k < count; k++) {
      const value = row[k] as number;
      if (value === 0) return 0;
      if (value < 0 && signed[k]) negative++;
      logs += Math.log(Math.abs(value));
    }
    const size = count === 1 ? Math.abs(row[0] as number) : Math.exp(logs / count);
    return (sign === "product" ? negative % 2 === 1 : negative > 0) ? -size : size;
  };
}

function rangeOfMean(inputs: readonly Interval[], settings: GeometricMeanOptions): Interval {
  const { sign, unsigned } = settings;
  const sizes = inputs.map(({ min, max }) => ({
    min: Math.max(0, min, -max),
    max: Math.max(Math.abs(min), Math.abs(max)),
  }));
  const mean = (side: "min" | "max"): number =>
    sizes.some((size) => size[side] === 0)
      ? 0
      : Math.exp(sizes.reduce((total, size) => total + Math.log(size[side]), 0) / sizes.length);
  const [least, most] = [mean("min"), mean("max")];
  const signed = inputs.filter((_, k) => sign !== "none" && !unsigned.includes(k));
  const canFall = signed.some(({ min }) => min < 0);
  const sureNegative = signed.filter(({ max }) => max < 0).length;
  const sure = sign === "product" ? signed.every(({ min, max }) => min >= 0 || max < 0) : sureNegative > 0;
  if (!canFall) return { min: least, max: most };
  if (!sure) return { min: -most, max: most };
  return sign === "product" && sureNegative % 2 === 0 ? { min: least, max: most } : { min: -most, max: -least };
}

/** Rising where no input that is read with its sign can be negative, and the input itself cannot. */
function trendIn(index: number, inputs: readonly Interval[], { sign, unsigned }: GeometricMeanOptions): Trend {
  if (inputs.some(({ min, max }) => min === 0 && max === 0)) return "constant";
  const mayFall = inputs.some(({ min }, k) => min < 0 && (k === index || (sign !== "none" && !unsigned.includes(k))));
  return mayFall ? "unknown" : "increasing";
}
