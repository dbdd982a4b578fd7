import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { defineShaper, type TransformFactory, type Trend } from "../piece/index.ts";
import { abstained, deriveSignal, type Interval, type Missing, missingAt, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface LengthTargetOptions {
  /** Deviation that costs nothing, as a share of the target. */
  readonly tolerance: number;
  /** How closeness falls beyond the tolerance. */
  readonly curve: "exponential" | "linear";
  /** Rate of the exponential, or slope of the line, per deviation of one target. */
  readonly decay: number;
  /** Which deviations count: both ways, over the target alone, or under it. */
  readonly side: "both" | "over" | "under";
}
type LengthTargetInput = { readonly [K in keyof LengthTargetOptions]?: LengthTargetOptions[K] | undefined };

const options: z.ZodType<LengthTargetOptions, LengthTargetInput> = z.strictObject({
  tolerance: z.number().nonnegative().default(0.2), // 173 §Mechanism: Δ = 0.2
  curve: z.enum(["exponential", "linear"]).default("exponential"), // 173 §Mechanism
  decay: z.number().positive().default(3), // 173 §Pieces
  side: z.enum(["both", "over", "under"]).default("both"),
});

/**
 * How close a length is to a target, in shares of the target: 1 within the tolerance, less beyond.
 *
 *   δ_i = |of_i − target_i| / target_i,  of deviations over or under the target alone with `side`
 *   x_i = max(0, δ_i − tolerance)
 *   out_i = exp(−decay · x_i) exponential,  max(0, 1 − decay · x_i) linear;  0 for an empty response (of_i ≤ 0)
 *
 * A target of 0 or less is no target: the result abstains, so that its weight can be given away
 * (`where(present(near), …, …)`) instead of paying 1 to whatever was written. It is missing where
 * either input is. The penalty of a length band around the mean of the correct responses is an
 * expression over this piece and two terms:
 *
 *   right:   { use: affine, of: length, when: correct > 0 }
 *   typical: { use: statistic, of: right }
 *   near:    { use: length-target, of: length, target: typical, curve: linear, tolerance: 0.25, decay: 4 }
 *   total:   correct + default(0.5 * (near - 1), 0)
 *
 * @shape of [R], target [R] → [R]
 * @unit any length, same → share of 1
 * @paper 173 §Mechanism (Δ = 0.2, decay 2 to 5)
 * @paper 054 §Mechanism (linear, τ = 0.25, decay 1 / τ = 4, P_max = 0.5; the target is fixed, running or the group's)
 * @kind shaper
 * @alias lengthTarget = { use: length-target, tolerance: 0.2, decay: 3 }
 * @alias 054:lengthBand = "default(0.5 * (near - 1), 0)"
 * @alias length-band = { use: length-target, curve: linear, tolerance: 0.25, decay: 4 }
 * @plot { target: 100 } over of 0..300
 * @plot { target: 100, curve: linear, tolerance: 0.25, decay: 4 } over of 0..300
 * @plot { target: 100, side: over } over of 0..300
 *
 * ```ts doctest
 * import { lengthTarget } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [of, target] = [fullSignal("rollout", [90, 145, 0]), fullSignal("rollout", [100, 100, 100])];
 * [...lengthTarget({ curve: "linear", decay: 2 }).apply([of, target], flatLayout([3])).values] // => [1, 0.5, 0]
 * ```
 */
export const lengthTarget: TransformFactory<typeof options> = defineShaper({
  name: "length-target",
  version: 1,
  summary: "How close a length is to a target, in shares of the target.",
  options,
  build: (own) => ({
    inputs: [{ name: "of", default: { use: "length", unit: "tokens" } }, { name: "target" }],
    range: (inputs) => rangeOfCloseness(inputs, own),
    trend: (index, inputs) => trendOfCloseness(index, inputs, own),
    apply: (inputs) => {
      const [of, target] = inputs as readonly [Signal, Signal];
      const present = jointPresent(inputs);
      const values = new Float64Array(present.length);
      for (let i = 0; i < present.length; i++) {
        if (present[i] === 0) continue;
        if ((target.values[i] as number) <= 0) present[i] = 0;
        else values[i] = closeness(of.values[i] as number, target.values[i] as number, own);
      }
      return deriveSignal(of.level, values, present, (i) => whyMissing(of, target, i));
    },
  }),
});

const NO_TARGET = abstained("no target length");

function whyMissing(of: Signal, target: Signal, index: number): Missing {
  if (target.present[index] === 0) return missingAt(target, index);
  return of.present[index] === 0 ? missingAt(of, index) : NO_TARGET;
}

function closeness(of: number, target: number, own: LengthTargetOptions): number {
  return of <= 0 ? 0 : closenessAt((of - target) / target, own);
}

/** Closeness by signed deviation. */
function closenessAt(deviation: number, { tolerance, curve, decay, side }: LengthTargetOptions): number {
  const counted = side === "over" ? deviation : side === "under" ? -deviation : Math.abs(deviation);
  const beyond = counted - tolerance;
  if (beyond <= 0) return 1;
  return curve === "linear" ? Math.max(0, 1 - decay * beyond) : exp(-decay * beyond);
}

/** The signed deviations that can come, from a positive length and target. */
function deviations([of, target]: readonly Interval[]): Interval {
  const shortest = Math.max((of as Interval).min, 0);
  const least = Math.max((target as Interval).min, 0);
  return {
    min: shortest / (target as Interval).max - 1,
    max: least === 0 ? Number.POSITIVE_INFINITY : (of as Interval).max / least - 1,
  };
}

function rangeOfCloseness(inputs: readonly Interval[], own: LengthTargetOptions): Interval {
  const [of, target] = inputs as readonly [Interval, Interval];
  if (of.max <= 0 || target.max <= 0) return { min: 0, max: 0 };
  const { min, max } = deviations(inputs);
  const nearest = Math.min(Math.max(0, min), max);
  const worst = Math.min(closenessAt(min, own), closenessAt(max, own));
  return { min: of.min <= 0 ? 0 : worst, max: closenessAt(nearest, own) };
}

function trendOfCloseness(index: number, inputs: readonly Interval[], own: LengthTargetOptions): Trend {
  const { min, max } = rangeOfCloseness(inputs, own);
  if (min === max) return "constant";
  const deviation = deviations(inputs);
  const over = own.side === "over" || (own.side === "both" && deviation.min >= 0);
  const under = own.side === "under" || (own.side === "both" && deviation.max <= 0);
  if (index === 1) return over ? "increasing" : under ? "decreasing" : "unknown";
  if (under) return "increasing";
  return over && (inputs[0] as Interval).min > 0 ? "decreasing" : "unknown";
}
