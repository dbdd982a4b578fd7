import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { combineRows, type RowKernel, rangeOfRows } from "./combine-rows.ts";

export interface SoftMinOptions {
  /** How far apart inputs must be for the lesser to decide: towards 0 the minimum, towards ∞ the mean. */
  readonly temperature: number;
  /** `max` gives the soft maximum. */
  readonly side: "min" | "max";
}
type SoftMinInput = { readonly [K in keyof SoftMinOptions]?: SoftMinOptions[K] | undefined };

const options: z.ZodType<SoftMinOptions, SoftMinInput> = z.strictObject({
  temperature: z.number().positive().default(1),
  side: z.enum(["min", "max"]).default("min"),
});

/**
 * A smooth minimum (or maximum) of the inputs, between their least and their mean.
 *
 *   out_i = −τ log( (1/K) Σ_k exp(−of_{k,i} / τ) ),  with + for − with `side: max`
 *
 * τ → 0 gives the minimum (maximum), τ → ∞ the mean. The sum is taken relative to the deciding input,
 * so it cannot overflow. A missing input makes the result missing.
 *
 * @shape of K × [R] → [R]
 * @unit any → same
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 163 §Mechanism (a failing property dominates)
 * @kind combinator
 * @alias softMin
 * @alias soft minimum
 * @alias softMax = { use: soft-min, side: max }
 * @plot { of: [0.5], temperature: 0.01 } over of 0..1
 * @plot { of: [0.5], temperature: 0.2 } over of 0..1
 * @plot { of: [0.5], temperature: 10 } over of 0..1
 *
 * ```ts doctest
 * import { softMin } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const of = [fullSignal("rollout", [0]), fullSignal("rollout", [1000])];
 * [...softMin({ temperature: 1 }).apply(of, flatLayout([1])).values] // => [Math.log(2)]
 * ```
 */
export const softMin: TransformFactory<typeof options> = defineCombinator({
  name: "soft-min",
  version: 1,
  summary: "A smooth minimum (or maximum) of the inputs, between their least and their mean.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfRows(inputs, kernelOf(settings)),
    trend: () => "increasing",
    apply: (inputs) => combineRows(inputs, kernelOf(settings)),
  }),
});

function kernelOf({ temperature, side }: SoftMinOptions): RowKernel {
  const sign = side === "min" ? -1 : 1;
  return (row) => {
    let lead = row[0] as number;
    for (let k = 1; k < row.length; k++)
      lead = sign < 0 ? Math.min(lead, row[k] as number) : Math.max(lead, row[k] as number);
    if (Math.abs(lead) === Number.POSITIVE_INFINITY) return lead;
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += Math.expm1((sign * ((row[k] as number) - lead)) / temperature);
    return lead + sign * temperature * Math.log1p(sum / row.length);
  };
}
