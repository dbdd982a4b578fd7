import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import { hull, type Interval, UNIT } from "../signal/index.ts";
import { handOut } from "./hand-out.ts";
import { productRange } from "./product-range.ts";
import type { WeightSettings } from "./share-weights.ts";

export interface RedistributeOptions extends WeightSettings {
  /** Where the outcome goes. */
  readonly level: "step" | "token";
}
type RedistributeInput = { readonly [K in keyof RedistributeOptions]?: RedistributeOptions[K] | undefined };

const options: z.ZodType<RedistributeOptions, RedistributeInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  by: z.enum(["uniform", "last", "weight", "progress", "discount", "inverse-depth", "distance"]).default("uniform"),
  normalise: z.boolean().default(true),
  negative: z.enum(["clamp", "absolute"]).default("clamp"),
  gamma: z.number().min(0).max(1).default(0.95),
  lambda: z.number().min(0).default(1), // 057 §Mechanism 4: λ = 1
  centre: z.number().min(0).max(1).default(0.5), // 057 §Mechanism 4: F/2
  start: z.number().default(0),
});

/**
 * Hands the outcome of a rollout out to its steps or tokens, all of it and with its sign.
 *
 *   out_i = of · (alpha · w_i / Σ w + (1 − alpha) · [i is the last])
 *   w_i = 1                                  uniform
 *         [i is the last]                    last, which has no alpha
 *         max(0, weight_i)                   weight
 *         max(0, progress_i − progress_{i−1}), progress_{−1} = start    progress
 *         gamma^{n − 1 − i}                  discount
 *         1 / (i + 1)                        inverse-depth
 *         exp(−lambda · |i − centre · n|)    distance
 *
 * Weights that are all 0 count alike. `negative: absolute` takes the size of a weight below 0. With
 * `normalise: false` nothing is divided: out_i = of · (alpha · w_i + (1 − alpha) · [i is the last]).
 * A missing outcome leaves all places missing. A place whose weight is missing is missing too, and
 * the others share the whole outcome; the last place is the last of these. The outcome of a rollout
 * without places goes nowhere. The sum is kept up to rounding, about 1e-16 of the outcome a place.
 *
 * @shape of [R], weight | progress [S], alpha [R] → [S]; tokens instead of steps with `level: token`
 * @unit reward → reward
 * @paper 008 §Mechanism 5: w = u / Σ u; §Pitfalls: all 0 are uniform
 * @paper 024 §Mechanism: marginal gains of a set function
 * @paper 042 §Mechanism: alpha between dense and terminal
 * @paper 044 §Pieces: terminal and uniform baselines
 * @paper 057 §Mechanism 4: exp(−λ|f − F/2|), not renormalised
 * @paper 084 §Pieces: the outcome copied to every call
 * @paper 098 §Pieces: reward on the last token
 * @paper 109 §Mechanism: sparse turn reward
 * @paper 188 §Mechanism: equal split, or all at the end
 * @kind credit
 * @alias importanceRedistribute = { use: redistribute, by: weight }
 * @alias 042:uniform = { use: redistribute, by: uniform }
 * @alias 042:attention = { use: redistribute, by: weight, weight: attention }
 * @alias 042:interpolate = "alpha * dense + (1 - alpha) * terminal"
 * @alias temporalAttenuation = { use: redistribute, of: 1, by: distance, normalise: false }
 * @alias marginalGain = { use: difference, direction: forward }
 * @alias terminalOnly = { use: redistribute, by: last }
 * @alias uniformSplit = { use: redistribute, by: uniform }
 * @alias equalSplit = { use: redistribute, by: uniform }
 * @alias 188:terminal = { use: redistribute, by: last }
 * @alias outcomeToCalls = { use: redistribute, by: uniform, normalise: false }
 * @alias lastToken = { use: redistribute, level: token, by: last }
 * @plot { by: uniform } over steps [0, 0, 1]
 * @plot { by: discount, gamma: 0.5 } over steps [0, 0, 1]
 * @plot { by: inverse-depth } over steps [0, 0, 1]
 *
 * ```ts doctest
 * import { redistribute } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [outcome, importance] = [fullSignal("rollout", [8]), fullSignal("step", [1, 0, 3])];
 * [...redistribute({ by: "weight" }).apply([outcome, importance, fullSignal("rollout", [1])], layout).values] // => [2, 0, 6]
 * ```
 */
export const redistribute: TransformFactory<typeof options> = defineCredit({
  name: "redistribute",
  version: 1,
  summary: "Hands the outcome of a rollout out to its steps or tokens, all of it and with its sign.",
  options,
  build: (settings) => {
    const { level, by, normalise } = settings;
    const given = by === "weight" || by === "progress" ? [{ name: by }] : [];
    const alpha = by === "last" ? [] : [{ name: "alpha", level: "rollout", default: 1 } as const];
    return {
      level,
      ...(normalise ? { keepsSum: true } : {}),
      inputs: [{ name: "of", level: "rollout" }, ...given, ...alpha],
      range: (inputs) => productRange(inputs[0] as Interval, rangeOfFactor(settings, inputs)),
      trend: (index, inputs) => {
        const { min, max } = rangeOfFactor(settings, inputs);
        if (index > 0 || (min < 0 && max > 0)) return "unknown";
        return min >= 0 ? "increasing" : "decreasing";
      },
      apply: (inputs, layout) => handOut(settings, level, inputs, layout),
    };
  },
});

/** Of what the outcome is multiplied by: α·w, and for the last place α·(w − 1) + 1. */
function rangeOfFactor(settings: WeightSettings, inputs: readonly Interval[]): Interval {
  if (settings.by === "last") return UNIT;
  const weight = rangeOfWeight(settings, inputs);
  const alpha = inputs.at(-1) as Interval;
  const last = productRange(alpha, { min: weight.min - 1, max: weight.max - 1 });
  return hull(productRange(alpha, weight), { min: last.min + 1, max: last.max + 1 });
}

function rangeOfWeight({ by, normalise, negative, start }: WeightSettings, inputs: readonly Interval[]): Interval {
  if (!normalise && by === "uniform") return { min: 1, max: 1 };
  if (normalise || (by !== "weight" && by !== "progress")) return UNIT;
  const given = inputs[1] as Interval;
  const before = hull(given, { min: start, max: start });
  const { min, max } = by === "weight" ? given : { min: given.min - before.max, max: given.max - before.min };
  if (negative === "clamp") return { min: Math.max(0, min), max: Math.max(0, max) };
  return { min: Math.max(0, min, -max), max: Math.max(-min, max) };
}
