import { z } from "zod";
import { defineShaper, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface LengthRankOptions {
  /** What a wrong response gets: `capped` the min of 0 and its place, `same` its place, `zero` nothing. */
  readonly wrong: "capped" | "same" | "zero";
}
type LengthRankInput = { readonly [K in keyof LengthRankOptions]?: LengthRankOptions[K] | undefined };

const options: z.ZodType<LengthRankOptions, LengthRankInput> = z.strictObject({
  wrong: z.enum(["capped", "same", "zero"]).default("capped"), // 104 §Mechanism, 103 §Mechanism
});

/**
 * Places each length between the shortest and the longest of its group.
 *
 *   λ_i = ½ − (of_i − min) / (max − min),  0 where all lengths of the group are equal
 *   out_i = λ_i if correct_i > 0,  min(0, λ_i) otherwise (`capped`; λ_i with `same`, 0 with `zero`)
 *
 * So the shortest response earns ½ and the longest −½, and a wrong one is never paid for brevity.
 * Min and max are those of the members with a length and an outcome; the result is missing where
 * either is. With `wrong: same` there is no input `correct`.
 *
 * @shape of [R], correct [R] unless `wrong: same` → [R]
 * @unit tokens, any → share of the group's spread
 * @paper 104 §Mechanism (the Kimi-style arm: correctness + 0.4 · this)
 * @paper 103 §Mechanism (phase 2: a weight for each mode times this)
 * @kind shaper
 * @alias lengthRank = { use: length-rank, wrong: capped }
 * @plot { correct: 1 } over members [100, 200, 300, 500]
 * @plot { correct: 0 } over members [100, 200, 300, 500]
 *
 * ```ts doctest
 * import { lengthRank } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [lengths, correct] = [fullSignal("rollout", [100, 200, 300]), fullSignal("rollout", [0, 1, 1])];
 * [...lengthRank().apply([lengths, correct], flatLayout([3])).values] // => [0, 0, -0.5]
 * ```
 */
export const lengthRank: TransformFactory<typeof options> = defineShaper({
  name: "length-rank",
  version: 1,
  summary: "Places each length between the shortest and the longest of its group.",
  options,
  build: ({ wrong }) => ({
    scope: "group",
    inputs: [
      { name: "of", default: { use: "length", unit: "tokens" } },
      ...(wrong === "same" ? [] : [{ name: "correct" }]),
    ],
    range: ([of, correct]) => rangeOfPlace(of as Interval, correct, wrong),
    trend: (index, inputs) => trendOfPlace(index, inputs, wrong),
    apply: (inputs, layout) => place(inputs, layout, wrong),
  }),
});

function rangeOfPlace(of: Interval, correct: Interval | undefined, wrong: LengthRankOptions["wrong"]): Interval {
  if (of.min === of.max) return { min: 0, max: 0 };
  const best = correct === undefined || correct.max > 0 ? 0.5 : 0;
  const worst = wrong === "zero" && (correct as Interval).max <= 0 ? 0 : -0.5;
  return { min: worst, max: best };
}

function trendOfPlace(index: number, [of, correct]: readonly Interval[], wrong: LengthRankOptions["wrong"]): Trend {
  const pointless = wrong === "zero" && (correct as Interval).max <= 0;
  if ((of as Interval).min === (of as Interval).max || pointless) return "constant";
  if (index === 0) return "decreasing";
  return wrong === "zero" ? "unknown" : "increasing";
}

function place(inputs: readonly Signal[], layout: Layout, wrong: LengthRankOptions["wrong"]): Signal {
  const [of, correct] = inputs as readonly [Signal, Signal?];
  const present = jointPresent(inputs);
  const values = new Float64Array(present.length);
  const offsets = memberOffsets(layout, of.level);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const [from, to] = [offsets[group] as number, offsets[group + 1] as number];
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      const length = of.values[i] as number;
      if (length < min) min = length;
      if (length > max) max = length;
    }
    const spread = finite(max - min);
    if (max <= min) continue;
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      const share = 0.5 - ((of.values[i] as number) - min) / spread;
      const right = correct === undefined || (correct.values[i] as number) > 0;
      values[i] = right ? share : wrong === "zero" ? 0 : Math.min(0, share);
    }
  }
  return deriveSignal(of.level, values, present, inputs);
}

/** NaN instead of an infinity, so that an overflow is seen. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
