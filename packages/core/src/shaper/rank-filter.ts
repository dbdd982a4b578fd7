import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, memberOffsets, type Signal, UNIT } from "../signal/index.ts";
import { forEachSpan } from "./span-offsets.ts";
import { standingsOf } from "./standings.ts";

export interface RankFilterOptions {
  /** What members get by their rank. */
  readonly scheme: "best" | "best-random" | "best-worst" | "power" | "custom";
  /** Exponent of `scheme: power`. */
  readonly power: number;
  /** Weights by rank from the best on, with `scheme: custom`; ranks beyond the list get 0. */
  readonly weights: readonly number[];
  /** Weights of a group add up to 1, or have mean 1. */
  readonly total: "one" | "size";
}
type RankFilterInput = { readonly [K in keyof RankFilterOptions]?: RankFilterOptions[K] | undefined };

const options: z.ZodType<RankFilterOptions, RankFilterInput> = z
  .strictObject({
    scheme: z.enum(["best", "best-random", "best-worst", "power", "custom"]).default("best-random"),
    power: z.number().positive().default(2), // 192 §Mechanism: p = 2
    weights: z.array(z.number().nonnegative()).readonly().default([]),
    total: z.enum(["one", "size"]).default("one"),
  })
  .refine(({ scheme, weights }) => scheme !== "custom" || (weights[0] ?? 0) > 0, {
    path: ["weights"],
    message: "`scheme: custom` needs a list whose first weight is positive",
  });

/**
 * Weighs the rollouts of a group by their rank, for resampling or as factors of a loss.
 *
 *   best w = (1, 0, …, 0)      best-random w = (½, 1 / (2 (n − 1)), …)      best-worst w = (½, 0, …, 0, ½)
 *   power w_i = |of_i|^p / Σ |of|^p      custom w = weights / their sum
 *   n = present members; times n with `total: size`
 *
 * Members with the same value share the weights of their ranks, so their order does not matter; a
 * single member has all the weight. All values 0 weigh the same under `power`. Missing values stay missing.
 *
 * @shape of [R] → [R]
 * @unit any → share of 1
 * @throws RewardError GUERDON_OPTION when `scheme: custom` comes without a positive first weight
 * @paper 192 §Mechanism (best-of-n, best-random, best-worst; 0.4 and 0.1 for five answers; p = 2)
 * @kind shaper
 * @alias rankFilter = { use: rank-filter, scheme: best-random }
 * @alias bestRandom = { use: rank-filter, scheme: best-random }
 * @alias bestWorst = { use: rank-filter, scheme: best-worst }
 * @plot { scheme: best-random } over members [1, 0, 0.5, 0.8]
 * @plot { scheme: best-worst } over members [1, 0, 0.5, 0.8]
 * @plot { scheme: power } over members [1, 0, 0.5, 0.8]
 *
 * ```ts doctest
 * import { rankFilter } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...rankFilter({ scheme: "best-worst" }).apply([fullSignal("rollout", [3, 9, 4, 1])], flatLayout([4])).values] // => [0, 0.5, 0, 0.5]
 * ```
 */
export const rankFilter: TransformFactory<typeof options> = defineShaper({
  name: "rank-filter",
  version: 1,
  summary: "Weighs the rollouts of a group by their rank.",
  options,
  build: (settings) => ({
    scope: "group",
    inputs: [{ name: "of" }],
    range: () => (settings.total === "one" ? UNIT : { min: 0, max: Number.POSITIVE_INFINITY }),
    trend: () => (settings.scheme === "best" ? "increasing" : "unknown"),
    apply: ([of], layout) => weighed(of as Signal, layout, settings),
  }),
});

function weighed(of: Signal, layout: Layout, settings: RankFilterOptions): Signal {
  const offsets = memberOffsets(layout, of.level);
  const values = new Float64Array(of.values.length);
  const { less, equal } = standingsOf(of, offsets);
  forEachSpan(offsets, (from, to) => {
    let count = 0;
    let largest = 0;
    for (let i = from; i < to; i++) {
      if (of.present[i] === 0) continue;
      count++;
      largest = Math.max(largest, Math.abs(of.values[i] as number));
    }
    let sum = 0;
    for (let i = from; i < to; i++) {
      if (of.present[i] === 0) continue;
      const weight =
        settings.scheme === "power"
          ? largest === 0
            ? 1
            : (Math.abs(of.values[i] as number) / largest) ** settings.power
          : sharedWeight(count - (less[i] as number) - (equal[i] as number), equal[i] as number, count, settings);
      values[i] = weight;
      sum += weight;
    }
    const scale = settings.total === "one" ? 1 : count;
    for (let i = from; i < to; i++) values[i] = ((values[i] as number) / sum) * scale;
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}

/** The mean weight of `equal` ranks from `first` on, of `count`. */
function sharedWeight(first: number, equal: number, count: number, { scheme, weights }: RankFilterOptions): number {
  let sum = 0;
  for (let place = first; place < first + equal; place++) {
    if (scheme === "custom") sum += weights[place] ?? 0;
    else if (place === 0) sum += 1;
    else if (scheme === "best-random") sum += 1 / (count - 1);
    else if (scheme === "best-worst" && place === count - 1) sum += 1;
  }
  return sum / equal;
}
