import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

export interface SigmoidOptions {
  /** The value that becomes ½. */
  readonly centre: number;
  /** Width of the slope: at `centre` the result rises by 1 / (4 · temperature) per unit. */
  readonly temperature: number;
}
type SigmoidInput = { readonly [K in keyof SigmoidOptions]?: SigmoidOptions[K] | undefined };

const options: z.ZodType<SigmoidOptions, SigmoidInput> = z.strictObject({
  centre: z.number().default(0),
  temperature: z.number().positive().default(1),
});

/**
 * Squeezes values into [0, 1] with a slope around a centre.
 *
 *   out_i = 1 / (1 + exp(−(of_i − centre) / temperature))
 *
 * @shape of [R] → [R]
 * @unit any → share of 1
 * @paper 035 §Mechanism (sigmoid of the reward, uncentred)
 * @paper 060 §Mechanism (σ of a difference of rewards)
 * @kind shaper
 * @alias sigmoidShaping = { use: sigmoid }
 * @plot { centre: 0, temperature: 1 } over of -4..4
 * @plot { centre: 1, temperature: 0.25 } over of -4..4
 *
 * ```ts doctest
 * import { sigmoid } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...sigmoid({ centre: 3 }).apply([fullSignal("rollout", [3, 1e9])], flatLayout([2])).values] // => [0.5, 1]
 * ```
 */
export const sigmoid: TransformFactory<typeof options> = defineShaper({
  name: "sigmoid",
  version: 1,
  summary: "Squeezes values into [0, 1] with a slope around a centre.",
  options,
  build: ({ centre, temperature }) => {
    const squeeze = (value: number): number => 1 / (1 + exp((centre - value) / temperature));
    return {
      inputs: [{ name: "of" }],
      range: ([of]) => ({ min: squeeze((of as Interval).min), max: squeeze((of as Interval).max) }),
      trend: () => "increasing",
      apply: ([of]) => mapValues(of as Signal, squeeze),
    };
  },
});
