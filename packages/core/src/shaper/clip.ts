import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";

export interface ClipOptions {
  /** The least result; none when absent. */
  readonly min?: number | undefined;
  /** The greatest result; none when absent. */
  readonly max?: number | undefined;
}

const options: z.ZodType<ClipOptions, ClipOptions> = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, {
    message: "`clip` needs `min`, `max` or both",
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    path: ["min"],
    message: "`min` must not be greater than `max`",
  });

/**
 * Keeps values between two bounds; a bound that is not given does not bind.
 *
 *   out_i = min(max(of_i, min), max)
 *
 * @shape of [R] → [R]
 * @unit any → same
 * @throws RewardError GUERDON_OPTION when neither bound is given or they cross
 * @paper 035 §Mechanism (ceiling min(r, c) with a fixed constant)
 * @paper 055 §Mechanism (PPO-SAT: a reward stops paying beyond its threshold)
 * @kind shaper
 * @alias ceiling = { use: clip, max: 3 }
 * @alias bounded = { use: clip, min: 0, max: 1 }
 * @alias 055:saturate = "min(reward, threshold)"
 * @plot { min: -1, max: 1 } over of -2..2
 * @plot { max: 0.5 } over of -2..2
 *
 * ```ts doctest
 * import { clip } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...clip({ min: -1, max: 1 }).apply([fullSignal("rollout", [-3, 0.5, 2])], flatLayout([3])).values] // => [-1, 0.5, 1]
 * ```
 */
export const clip: TransformFactory<typeof options> = defineShaper({
  name: "clip",
  version: 1,
  summary: "Keeps values between two bounds.",
  options,
  build: (settings) => {
    const low = settings.min ?? Number.NEGATIVE_INFINITY;
    const high = settings.max ?? Number.POSITIVE_INFINITY;
    const bound = (value: number): number => Math.min(Math.max(value, low), high);
    return {
      inputs: [{ name: "of" }],
      range: ([of]) => ({ min: bound((of as Interval).min), max: bound((of as Interval).max) }),
      trend: (_, [of]) => {
        const { min, max } = of as Interval;
        return max <= low || min >= high ? "constant" : "increasing";
      },
      apply: ([of]) => clipped(of as Signal, low, high),
    };
  },
});

/** Takes each value from a shelf of three: which of them follows no pattern, and a wrongly guessed branch costs more. */
function clipped(of: Signal, low: number, high: number): Signal {
  const values = new Float64Array(of.values.length);
  const shelf = Float64Array.of(low, 0, high);
  for (let i = 0; i < values.length; i++) {
    const value = of.values[i] as number;
    shelf[1] = value;
    values[i] = shelf[+(value >= low) + +(value > high)] as number;
  }
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}
