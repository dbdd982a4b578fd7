import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { CURVES, type Curve, curveName } from "./curves.ts";

export interface RelativeOptions {
  readonly curve: Curve;
  /** Steepness: what the difference is multiplied by before it is bent. */
  readonly slope: number;
  /** Added after the slope, before the curve. */
  readonly shift: number;
  /** The least a bent difference counts for; without one there is no bound. */
  readonly floor?: number | undefined;
}
type RelativeInput = { readonly [K in keyof RelativeOptions]?: RelativeOptions[K] | undefined };

const options: z.ZodType<RelativeOptions, RelativeInput> = z.strictObject({
  curve: curveName.default("sigmoid"), // 035 §Mechanism: PAR
  slope: z.number().positive().default(1), // 035 §Mechanism: k = 1
  shift: z.number().default(0),
  floor: z.number().optional(),
});

/**
 * Compares a reward with those of reference answers and bends the difference along a curve.
 *
 *   out_i = (1 / M) Σ_m max(f(slope · (of_i − references_m,i) + shift), floor)
 *
 * Curves are those of `squash`. Missing where the reward or any reference is missing.
 *
 * @shape of [R], references M × [R] → [R]
 * @unit any, same → that of the curve
 * @throws RewardError GUERDON_OPTION when the slope is not positive or the curve has no such name
 * @paper 035 §Mechanism (PAR: sigmoid, k = 1, M = 10 in code and 1 in the paper)
 * @paper 163 §Mechanism (u = log σ(r − r_ref))
 * @paper 060 §Mechanism (σ(r(y) − r(y_ref)) against the reference answer)
 * @kind shaper
 * @alias relative
 * @alias relative(f) = { use: relative, curve: sigmoid, references: [ref] }
 * @alias PAR = { use: relative, curve: sigmoid, references: [ref] }
 * @alias SgFc = { use: relative, curve: sigmoid, shift: -3, references: [ref] }
 * @alias referenceDifference = { use: relative, curve: sigmoid, references: [ref] }
 * @alias logSigmoidCentred = { use: relative, curve: log-sigmoid, references: [ref] }
 * @plot { curve: sigmoid, references: [0] } over of -4..4
 * @plot { curve: log-sigmoid, references: [0] } over of -4..4
 * @plot { curve: log-sigmoid, floor: -2, references: [0] } over of -4..4
 * @plot { curve: sigmoid, shift: -3, references: [0] } over of -4..4
 *
 * ```ts doctest
 * import { relative } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [reward, reference] = [fullSignal("rollout", [2, 5]), fullSignal("rollout", [2, -1e9])];
 * [...relative().apply([reward, reference], flatLayout([2])).values] // => [0.5, 1]
 * ```
 */
export const relative: TransformFactory<typeof options> = defineShaper({
  name: "relative",
  version: 1,
  summary: "Compares a reward with those of reference answers and bends the difference along a curve.",
  options,
  build: ({ curve, slope, shift, floor = Number.NEGATIVE_INFINITY }) => {
    const f = CURVES[curve];
    const bend = (difference: number): number => Math.max(f(slope * difference + shift), floor);
    return {
      inputs: [{ name: "of" }, { name: "references", many: true }],
      range: ([of, ...references]) => {
        const own = of as Interval;
        const ends = references.map((other) => [bend(own.min - other.max), bend(own.max - other.min)] as const);
        return {
          min: ends.reduce((sum, [low]) => sum + low, 0) / ends.length,
          max: ends.reduce((sum, [, high]) => sum + high, 0) / ends.length,
        };
      },
      trend: (index) => (index === 0 ? "increasing" : "decreasing"),
      apply: (inputs) => {
        const [of, ...references] = inputs as [Signal, ...Signal[]];
        const values = new Float64Array(of.values.length);
        for (const { values: others } of references) {
          for (let i = 0; i < values.length; i++) {
            values[i] = (values[i] as number) + bend((of.values[i] as number) - (others[i] as number));
          }
        }
        const count = references.length;
        if (count !== 1) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / count;
        return deriveSignal(of.level, values, jointPresent(inputs), inputs);
      },
    };
  },
});
