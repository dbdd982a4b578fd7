import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { CURVES, type Curve, curveName } from "./curves.ts";
import { mapValues } from "./map-values.ts";

export interface SquashOptions {
  /** The curve that values go through. */
  readonly curve: Curve;
  /** Steepness: what the value is multiplied by before it is bent. */
  readonly slope: number;
  /** Added after the slope, before the curve. */
  readonly shift: number;
}
type SquashInput = { readonly [K in keyof SquashOptions]?: SquashOptions[K] | undefined };

const options: z.ZodType<SquashOptions, SquashInput> = z.strictObject({
  curve: curveName.default("tanh"),
  slope: z.number().default(1),
  shift: z.number().default(0),
});

/**
 * Bends values along a named rising curve.
 *
 *   out_i = f(slope · of_i + shift)
 *   f = identity | sigmoid | log-sigmoid −ln(1 + e^−x) | softplus ln(1 + e^x) | tanh | atan
 *     | softsign x / (1 + |x|) | sign −1, 0, 1 | symlog sign(x) ln(1 + |x|)
 *     | poly5, the polynomial of degree 5 nearest to the sigmoid on [−5, 5], 0 below and 1 above
 *
 * Log-sigmoid and softplus neither overflow nor lose their tail far from 0. What is missing stays missing.
 *
 * @shape of [R] → [R]
 * @unit any → that of the curve
 * @throws RewardError GUERDON_OPTION when the curve has no such name
 * @paper 035 §Mechanism (sigmoid, tanh, arctan and the fitted polynomial, uncentred)
 * @paper 153 §Mechanism (signs of the sparse and the dense part, joined as sign + 0.1 · sign)
 * @paper 222 §Mechanism (tanh of the relative deviation)
 * @paper 108 §Mechanism (reward softplus(D))
 * @kind shaper
 * @alias sign = { use: squash, curve: sign }
 * @alias 222:tanh = { use: squash, curve: tanh }
 * @alias symlog = { use: squash, curve: symlog }
 * @alias anchorFlip = "where(reference - policy >= 0, 1, -1)"
 * @alias 023:reward exponent beta = "reward ^ 8"
 * @alias labelRepair = "where(mu < 0, -1, 1) flips, sigmoid(mu) softens, max(mu, 0) is the margin; dropping reads a rank over the batch"
 * @alias flipRejected = "where(mu < 0, -1, 1)"
 * @plot { curve: tanh } over of -4..4
 * @plot { curve: log-sigmoid } over of -4..4
 * @plot { curve: symlog } over of -4..4
 * @plot { curve: poly5 } over of -4..4
 *
 * ```ts doctest
 * import { squash } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...squash({ curve: "sign" }).apply([fullSignal("rollout", [-3, 0, 0.5])], flatLayout([3])).values] // => [-1, 0, 1]
 * ```
 */
export const squash: TransformFactory<typeof options> = defineShaper({
  name: "squash",
  version: 1,
  summary: "Bends values along a named rising curve.",
  options,
  build: ({ curve, slope, shift }) => {
    const f = CURVES[curve];
    const bend = (value: number): number => f(slope * value + shift);
    return {
      inputs: [{ name: "of" }],
      range: ([of]) => {
        const { min, max } = of as Interval;
        if (slope === 0) return { min: f(shift), max: f(shift) };
        return slope > 0 ? { min: bend(min), max: bend(max) } : { min: bend(max), max: bend(min) };
      },
      trend: () => (slope === 0 ? "constant" : slope > 0 ? "increasing" : "decreasing"),
      apply: ([of]) => mapValues(of as Signal, bend),
    };
  },
});
