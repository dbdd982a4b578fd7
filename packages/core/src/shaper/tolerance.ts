import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface ToleranceOptions {
  /** How closeness falls with the distance from the target. */
  readonly shape: "band" | "linear" | "gauss" | "exponential" | "tanh";
  /** Which deviations count: both ways, over the target alone, or under it. */
  readonly side: "both" | "over" | "under";
  /** Whether a distance of just the width is outside of a band. */
  readonly strict: boolean;
}
type ToleranceInput = { readonly [K in keyof ToleranceOptions]?: ToleranceOptions[K] | undefined };

const options: z.ZodType<ToleranceOptions, ToleranceInput> = z.strictObject({
  shape: z.enum(["band", "linear", "gauss", "exponential", "tanh"]).default("band"),
  side: z.enum(["both", "over", "under"]).default("both"),
  strict: z.boolean().default(true), // 171 §Pieces: 1 where |x − gold| < ε
});

/** Closeness by distance measured in widths. */
const SHAPES: { readonly [K in Exclude<ToleranceOptions["shape"], "band">]: (distance: number) => number } = {
  linear: (d) => Math.max(0, 1 - d),
  gauss: (d) => exp(-0.5 * d * d),
  exponential: (d) => exp(-d),
  tanh: (d) => 1 - Math.tanh(d),
};

/**
 * Says how close a value is to a target: 1 on it, less the farther away.
 *
 *   d = |of_i − target_i| both | max(0, of_i − target_i) over | max(0, target_i − of_i) under
 *   out_i = 1 if d < width (≤ without `strict`), else 0     band
 *         = max(0, 1 − d / width)                           linear
 *         = exp(−½ (d / width)²)                            gauss
 *         = exp(−d / width)                                 exponential
 *         = 1 − tanh(d / width)                             tanh
 *
 * A width of 0 or less leaves 1 on the target alone (nothing with a strict band). Missing where any
 * input is missing.
 *
 * @shape of [R], target [R], width [R] → [R]
 * @unit any, same, same → share of 1
 * @paper 171 §Pieces (band of ε = 0.35, linear, gauss)
 * @paper 031 §Mechanism (exp(−½ d²) of the distance in σ)
 * @paper 074 §Mechanism (u(d) = exp(−0.5 d / (D c))^(1 / ρ): width 2 D c ρ)
 * @paper 032 §Mechanism (1 − tanh(5 d): width 0.2)
 * @paper 001 §Mechanism (1 − excess / 2.23, not below 0)
 * @paper 131 §Mechanism (1 − distance / 3, not below 0)
 * @paper 197 §Mechanism (1 − 0.3 Σ e where the largest of the errors is at most 1)
 * @paper 219 §Mechanism (penalty (|I| − 1)² with weight 0.1)
 * @kind shaper
 * @alias numericWithin = { use: tolerance, shape: band, target: gold, width: 0.35 }
 * @alias numericTolerance = { use: tolerance, shape: band, target: gold, width: 0.35 }
 * @alias gaussianProximity = { use: tolerance, shape: gauss, target: 0, width: sigma }
 * @alias expUtility = { use: tolerance, shape: exponential, target: 0, width: 2 }
 * @alias tanhDistance = { use: tolerance, shape: tanh, target: 0, width: 0.2 }
 * @alias linearRamp = { use: tolerance, shape: linear, side: over, target: limit, width: 2.23 }
 * @alias unitNorm = "-0.1 * (norm - 1) ^ 2"
 * @alias ordinalTolerance = "where(max(e1, e2, e3) <= 1, 1 - 0.3 * sum(e1, e2, e3), 0)"
 * @plot { shape: band, target: 0, width: 1 } over of -3..3
 * @plot { shape: linear, target: 0, width: 1 } over of -3..3
 * @plot { shape: gauss, target: 0, width: 1 } over of -3..3
 * @plot { shape: tanh, side: over, target: 0, width: 1 } over of -3..3
 *
 * ```ts doctest
 * import { tolerance } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [of, gold, width] = [[3, 3.5, 9], [3, 3, 3], [2, 2, 2]].map((values) => fullSignal("rollout", values));
 * [...tolerance({ shape: "linear" }).apply([of, gold, width], flatLayout([3])).values] // => [1, 0.75, 0]
 * ```
 */
export const tolerance: TransformFactory<typeof options> = defineShaper({
  name: "tolerance",
  version: 1,
  summary: "Says how close a value is to a target: 1 on it, less the farther away.",
  options,
  build: (settings) => {
    const { side } = settings;
    const closeness = closenessOf(settings);
    return {
      inputs: [{ name: "of" }, { name: "target", default: 0 }, { name: "width", default: 1 }],
      range: (inputs) => {
        const [of, target, width] = inputs as readonly [Interval, Interval, Interval];
        const { near, far } = distances(of, target, side);
        return { min: closeness(far, width.min), max: closeness(near, width.max) };
      },
      trend: (index, inputs) => {
        const [of, target] = inputs as readonly [Interval, Interval];
        if (index === 2) return "increasing";
        const falls = side === "over" || (side === "both" && of.min >= target.max);
        const rises = side === "under" || (side === "both" && of.max <= target.min);
        if (!falls && !rises) return "unknown";
        return falls === (index === 0) ? "decreasing" : "increasing";
      },
      apply: (inputs) => {
        const [of, target, width] = inputs.map(({ values }) => values) as [Float64Array, Float64Array, Float64Array];
        const values = new Float64Array(of.length);
        for (let i = 0; i < values.length; i++) {
          values[i] = closeness(distance((of[i] as number) - (target[i] as number), side), width[i] as number);
        }
        return deriveSignal((inputs[0] as Signal).level, values, jointPresent(inputs), inputs);
      },
    };
  },
});

function closenessOf({ shape, strict }: ToleranceOptions): (distance: number, width: number) => number {
  if (shape === "band") return (d, width) => ((strict ? d < width : d <= width) ? 1 : 0);
  const fall = SHAPES[shape];
  return (d, width) => {
    if (d === 0) return 1;
    if (!(width > 0) || d === Number.POSITIVE_INFINITY) return 0;
    return fall(d / width);
  };
}

function distance(difference: number, side: ToleranceOptions["side"]): number {
  if (side === "both") return Math.abs(difference);
  return Math.max(0, side === "over" ? difference : -difference);
}

/** The least and the greatest distance that values and targets of two ranges can have. */
function distances(of: Interval, target: Interval, side: ToleranceOptions["side"]): { near: number; far: number } {
  const [low, high] = [of.min - target.max, of.max - target.min];
  const ends = [distance(low, side), distance(high, side)];
  const crosses = side === "both" && low <= 0 && high >= 0;
  return { near: crosses ? 0 : Math.min(...ends), far: Math.max(...ends) };
}
