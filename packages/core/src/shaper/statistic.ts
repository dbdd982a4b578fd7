import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, type Signal } from "../signal/index.ts";
import { gravestReason } from "./gravest-reason.ts";
import { huberMean } from "./huber-mean.ts";
import { momentsOf, spread } from "./moments.ts";
import { type Over, spanOffsets } from "./span-offsets.ts";
import { quantileOf, sortedPresent } from "./standings.ts";

const TAKES = ["mean", "sum", "count", "std", "min", "max", "quantile", "huber-mean"] as const;

export interface StatisticOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /** The statistic that all members get. */
  readonly take: (typeof TAKES)[number];
  /** Which quantile, with `take: quantile`: 0.5 is the median. */
  readonly q: number;
  /** From how far on a value pulls no harder, with `take: huber-mean`. */
  readonly delta: number;
  /** 1 for the sample deviation, 0 for that of the population. */
  readonly freedom: 0 | 1;
}
type StatisticInput = { readonly [K in keyof StatisticOptions]?: StatisticOptions[K] | undefined };

const options: z.ZodType<StatisticOptions, StatisticInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("group"),
  take: z.enum(TAKES).default("mean"),
  q: z.number().min(0).max(1).default(0.5),
  delta: z.number().positive().default(1), // 202 §Mechanism: δ = 1/σ², σ = 1
  freedom: z.union([z.literal(0), z.literal(1)]).default(0),
});

/**
 * Sums a group or the batch up in one number, which other terms can read.
 *
 *   out_g = mean | sum | count | std | min | max | q-quantile of the present members of g
 *         | m with Σ clip(x − m, −delta, delta) = 0: huber-mean, which outliers do not pull
 *
 * Quantiles interpolate linearly between order statistics. Missing where no member is present, for
 * the gravest of the reasons.
 *
 * @shape of [R] → [G], or one number over the batch
 * @unit any → same, or members with `take: count`
 * @paper 089 §Mechanism (prompts with accuracy in [0.2, 0.8] are kept)
 * @paper 025 §Mechanism (acc = share of correct rollouts in the group)
 * @paper 163 §Mechanism (reference = 0.85-quantile of the rewards of a prompt)
 * @paper 202 §Pieces (robust mean with the threshold δ of the Huber loss)
 * @kind shaper
 * @alias accuracyFilter = "where(accuracy >= 0.2 and accuracy <= 0.8, 1, 0)"
 * @alias median = { use: statistic, take: quantile, q: 0.5 }
 * @alias group accuracy = { use: statistic, take: mean }
 * @alias robustMean = { use: statistic, take: huber-mean, delta: 1 }
 * @alias selfAnchor = "where(furthest < 10, 0, (distance == nearest) - (distance == furthest))", nearest: { use: statistic, of: distance, take: min }
 * @plot { take: mean } over members [1, 0, 0.5, 1]
 * @plot { take: quantile, q: 0.85 } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { statistic } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...statistic().apply([fullSignal("rollout", [1, 0, 0, 5])], flatLayout([2, 2])).values] // => [0.5, 2.5]
 * ```
 */
export const statistic: TransformFactory<typeof options> = defineShaper({
  name: "statistic",
  version: 1,
  summary: "Sums a group or the batch up in one number, which other terms can read.",
  options,
  build: (settings) => {
    const { over, take } = settings;
    return {
      scope: over,
      level: over,
      inputs: [{ name: "of", level: "rollout" }],
      range: ([of]) => rangeOf(of as Interval, take),
      trend: () => (take === "count" ? "constant" : take === "std" ? "unknown" : "increasing"),
      apply: ([of], layout) => {
        const offsets = spanOffsets(over, of as Signal, layout);
        const values = new Float64Array(offsets.length - 1);
        const present = new Uint8Array(values.length);
        for (let span = 0; span < values.length; span++) {
          const [from, to] = [offsets[span] as number, offsets[span + 1] as number];
          const value = measured(of as Signal, from, to, settings);
          if (value === undefined) continue;
          values[span] = value;
          present[span] = 1;
        }
        return deriveSignal(over, values, present, (span) =>
          gravestReason(of as Signal, offsets[span] as number, offsets[span + 1] as number),
        );
      },
    };
  },
});

function measured(of: Signal, from: number, to: number, settings: StatisticOptions): number | undefined {
  const { take, q, delta, freedom } = settings;
  if (take === "quantile" || take === "huber-mean") {
    const sorted = sortedPresent(of, from, to);
    if (sorted.length === 0) return undefined;
    return take === "quantile" ? quantileOf(sorted, q) : huberMean(sorted, delta);
  }
  const moments = momentsOf(of, from, to);
  if (moments.count === 0) return undefined;
  if (take === "std") return spread(moments, freedom);
  if (take === "sum") return moments.mean * moments.count;
  return moments[take];
}

function rangeOf(of: Interval, take: StatisticOptions["take"]): Interval {
  if (take === "count") return { min: 0, max: Number.POSITIVE_INFINITY };
  if (take === "std") return { min: 0, max: Number.POSITIVE_INFINITY };
  if (take !== "sum") return of;
  const many = {
    min: of.min < 0 ? Number.NEGATIVE_INFINITY : of.min,
    max: of.max > 0 ? Number.POSITIVE_INFINITY : of.max,
  };
  return hull(of, many);
}
