import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface DeadZoneOptions {
  /** What a value under `low` becomes. */
  readonly below: number;
  /** What a value over `high` becomes. */
  readonly above: number;
}
type DeadZoneInput = { readonly [K in keyof DeadZoneOptions]?: DeadZoneOptions[K] | undefined };

const options: z.ZodType<DeadZoneOptions, DeadZoneInput> = z.strictObject({
  below: z.number().default(0), // 205 §Mechanism
  above: z.number().default(1), // 205 §Mechanism
});

/**
 * Flattens what is under one threshold and what is over another, and leaves values between them.
 *
 *   out_i = below if of_i < low_i,  above if of_i > high_i,  of_i otherwise
 *
 * Thresholds are inputs, so that a schedule can raise them. Missing where any input is missing.
 *
 * @shape of [R], low [R], high [R] → [R]
 * @unit any, same, same → same
 * @paper 205 §Mechanism (low 0.5 and high 0.75, then 0.75 and 0.9)
 * @kind shaper
 * @alias deadzone = { use: dead-zone, low: 0.5, high: 0.75 }
 * @alias stagedThresholds = { use: dead-zone, low: low, high: high }
 * @plot { low: 0.5, high: 0.75 } over of 0..1
 * @plot { low: 0.75, high: 0.9 } over of 0..1
 *
 * ```ts doctest
 * import { deadZone } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [low, high] = [fullSignal("rollout", [0.5, 0.5, 0.5]), fullSignal("rollout", [0.75, 0.75, 0.75])];
 * [...deadZone().apply([fullSignal("rollout", [0.4, 0.6, 0.8]), low, high], flatLayout([3])).values] // => [0, 0.6, 1]
 * ```
 */
export const deadZone: TransformFactory<typeof options> = defineShaper({
  name: "dead-zone",
  version: 1,
  summary: "Flattens what is under one threshold and what is over another.",
  options,
  build: ({ below, above }) => ({
    inputs: [{ name: "of" }, { name: "low", default: 0.5 }, { name: "high", default: 0.75 }],
    range: ([of, low, high]) => rangeOf(of as Interval, low as Interval, high as Interval, below, above),
    trend: (index, [of, low, high]) => {
      const [own, first, last] = [of as Interval, low as Interval, high as Interval];
      if (index === 0) {
        const flat = own.max < first.min || (own.min > last.max && own.min >= first.max);
        if (flat) return "constant";
        return below <= Math.min(above, first.min) && above >= last.max ? "increasing" : "unknown";
      }
      return "unknown";
    },
    apply: (inputs) => {
      const [of, low, high] = inputs.map(({ values }) => values) as [Float64Array, Float64Array, Float64Array];
      const values = new Float64Array(of.length);
      for (let i = 0; i < values.length; i++) {
        const value = of[i] as number;
        values[i] = value < (low[i] as number) ? below : value > (high[i] as number) ? above : value;
      }
      return deriveSignal((inputs[0] as Signal).level, values, jointPresent(inputs), inputs);
    },
  }),
});

function rangeOf(of: Interval, low: Interval, high: Interval, below: number, above: number): Interval {
  const ends: number[] = [];
  if (of.min < low.max) ends.push(below);
  if (of.max > high.min) ends.push(above);
  const [from, to] = [Math.max(of.min, low.min), Math.min(of.max, high.max)];
  if (from <= to) ends.push(from, to);
  return { min: Math.min(...ends), max: Math.max(...ends) };
}
