import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import type { Interval } from "../signal/index.ts";
import { combineRows, type RowKernel, rangeOfRows } from "./combine-rows.ts";
import { perInput } from "./per-input.ts";

export interface SignComposeOptions {
  /** What the sign of each input is worth: one number for all, or one for each. */
  readonly scales: number | readonly number[];
  /** Places of the inputs whose value counts, not its sign. */
  readonly raw: readonly number[];
}
type SignComposeInput = { readonly [K in keyof SignComposeOptions]?: SignComposeOptions[K] | undefined };

const options: z.ZodType<SignComposeOptions, SignComposeInput> = z.strictObject({
  scales: z.union([z.number().nonnegative(), z.array(z.number().nonnegative()).min(1).readonly()]).default([1, 0.1]), // 153 §Mechanism: sparse 1, dense 0.1
  raw: z.array(z.int().nonnegative()).readonly().default([]),
});

/**
 * Adds the signs of the inputs, each at its scale.
 *
 *   out_i = Σ_k scale_k · sgn(of_{k,i}),  sgn(0) = 0
 *
 * How large a value is says nothing, so a written reward cannot outshout the goal; the value itself
 * counts at the places `raw`. A missing input makes the result missing.
 *
 * @shape of K × [R] → [R]
 * @unit any → reward
 * @throws RewardError GUERDON_OPTION when there are not as many scales as inputs
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 153 §Mechanism (sgn(sparse) + 0.1 · sgn(dense))
 * @kind combinator
 * @alias signCompose
 * @plot { of: [1] } over of -1..1
 * @plot { of: [-1] } over of -1..1
 *
 * ```ts doctest
 * import { signCompose } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [sparse, dense] = [fullSignal("rollout", [0, 40, -3]), fullSignal("rollout", [7, -0.01, 0])];
 * [...signCompose().apply([sparse, dense], flatLayout([3])).values] // => [0.1, 0.9, -1]
 * ```
 */
export const signCompose: TransformFactory<typeof options> = defineCombinator({
  name: "sign-compose",
  version: 1,
  summary: "Adds the signs of the inputs, each at its scale.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfRows(inputs, kernelOf(settings, inputs.length)),
    trend: (index, inputs) => {
      const scale = perInput("scales", settings.scales, inputs.length)[index] as number;
      const { min, max } = inputs[index] as Interval;
      const moves = settings.raw.includes(index) || Math.sign(min) !== Math.sign(max);
      return scale > 0 && moves ? "increasing" : "constant";
    },
    apply: (inputs) => combineRows(inputs, kernelOf(settings, inputs.length)),
  }),
});

function kernelOf({ scales, raw }: SignComposeOptions, count: number): RowKernel {
  const each = Float64Array.from(perInput("scales", scales, count));
  const isRaw = Array.from({ length: count }, (_, k) => raw.includes(k));
  return (row) => {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const [scale, value] = [each[k] as number, row[k] as number];
      if (scale > 0) sum += scale * (isRaw[k] ? value : Math.sign(value));
    }
    return sum;
  };
}
