import { z } from "zod";
import { expOver } from "../internal/exp.ts";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { CURVES, type Curve, curveName } from "./curves.ts";

export interface RelativeOptions {
  /** The curve that differences go through. */
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
        references.forEach((other, m) => {
          if (curve === "sigmoid")
            addSigmoids(values, of.values, other.values, { slope, shift, floor, fresh: m === 0 });
          else addBent(values, of.values, other.values, bend);
        });
        const count = references.length;
        if (count !== 1) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / count;
        return deriveSignal(of.level, values, jointPresent(inputs), inputs);
      },
    };
  },
});

/** Values worked on at once, which stay in the cache. */
const BLOCK = 1024;

/** The common curve in passes over short blocks; `fresh` memory is written without being read. */
function addSigmoids(
  sums: Float64Array,
  of: Float64Array,
  others: Float64Array,
  { slope, shift, floor, fresh }: { slope: number; shift: number; floor: number; fresh: boolean },
): void {
  const block = new Float64Array(BLOCK);
  for (let from = 0; from < sums.length; from += BLOCK) {
    const count = Math.min(BLOCK, sums.length - from);
    for (let i = 0; i < count; i++) {
      block[i] = -(slope * ((of[from + i] as number) - (others[from + i] as number)) + shift);
    }
    expOver(block, 0, count);
    for (let i = 0; i < count; i++) {
      const bent = 1 / (1 + (block[i] as number));
      const bounded = bent < floor ? floor : bent;
      sums[from + i] = fresh ? bounded : (sums[from + i] as number) + bounded;
    }
  }
}

function addBent(sums: Float64Array, of: Float64Array, others: Float64Array, bend: (x: number) => number): void {
  for (let i = 0; i < sums.length; i++) {
    sums[i] = (sums[i] as number) + bend((of[i] as number) - (others[i] as number));
  }
}
