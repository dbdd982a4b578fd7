import { z } from "zod";
import { defineSchedule, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal, UNIT } from "../signal/index.ts";
import {
  batchStatisticOf,
  STATISTICS,
  type Statistic,
  type StatisticChoice,
  whyNothingCounts,
} from "./batch-statistic-of.ts";

export interface BatchStatisticOptions {
  /** Which statistic of the batch is taken. */
  readonly statistic: Statistic;
  /** Which quantile with `statistic: quantile`. */
  readonly quantile: number;
}
type BatchStatisticInput = { readonly [K in keyof BatchStatisticOptions]?: BatchStatisticOptions[K] | undefined };

const options: z.ZodType<BatchStatisticOptions, BatchStatisticInput> = z.strictObject({
  statistic: z.enum(STATISTICS).default("mean"),
  quantile: z.number().min(0).max(1).default(0.5),
});

/**
 * Sums up a signal of the whole batch in one number.
 *
 *   out = statistic of the present of_i with among_i > 0
 *   mean · std √(Σ(v − mean)²/(n − 1)), 0 for one value · min · max · quantile · share of values above 0
 *
 * So a weight can follow how the batch does. `among` says which rollouts count (an expression such
 * as `band == 2`; all of them by default). Missing values and rollouts whose `among` is missing do
 * not count; the result is missing when nothing counts.
 *
 * @shape of [R], among [R] → one number
 * @unit any → same (share: a part of 1)
 * @paper 183 §Mechanism (the mix is the accuracy of the batch, or 1 minus it)
 * @paper 105 §Mechanism (share of thinking in the batch)
 * @kind schedule
 * @alias schedule driven by batch accuracy = { use: batch-statistic, of: correct }
 * @plot { statistic: "mean" } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { batchStatistic } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [correct, among] = [fullSignal("rollout", [1, 0, 1, 1]), fullSignal("rollout", [1, 1, 1, 0])];
 * batchStatistic({ statistic: "share" }).apply([correct, among], flatLayout([2, 2])).values[0] // => 2 / 3
 * ```
 */
export const batchStatistic: TransformFactory<typeof options> = defineSchedule({
  name: "batch-statistic",
  version: 1,
  summary: "Sums up a signal of the whole batch in one number.",
  options,
  build: (choice) => ({
    level: "batch",
    scope: "batch",
    inputs: [
      { name: "of", level: "rollout" },
      { name: "among", level: "rollout", default: 1 },
    ],
    range: ([of]) => statisticRange(choice.statistic, of as Interval),
    trend: (index) => (index === 0 && choice.statistic !== "std" ? "increasing" : "unknown"),
    apply: (inputs) => statisticSignal(inputs, choice),
  }),
});

/** The statistic of a batch as a signal of one value. */
export function statisticSignal(inputs: readonly Signal[], choice: StatisticChoice): Signal {
  const [of, among] = inputs as readonly [Signal, Signal | undefined];
  const value = batchStatisticOf(of, choice, among);
  const present = Uint8Array.of(value === undefined ? 0 : 1);
  return deriveSignal("batch", Float64Array.of(value ?? 0), present, () => whyNothingCounts(inputs));
}

/** Where a statistic of values of a range can lie. */
export function statisticRange(statistic: Statistic, of: Interval): Interval {
  if (statistic === "share") return UNIT;
  return statistic === "std" ? { min: 0, max: (of.max - of.min) / Math.SQRT2 } : of;
}
