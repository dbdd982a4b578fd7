import { z } from "zod";
import { defineSchedule, type Moment, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Interval, type Json, type Signal } from "../signal/index.ts";
import { statisticRange, statisticSignal } from "./batch-statistic.ts";
import {
  batchStatisticOf,
  countedValues,
  deviationOf,
  momentsOf,
  quantileOf,
  STATISTICS,
  type Statistic,
  type StatisticChoice,
} from "./batch-statistic-of.ts";

export interface RunningStatisticOptions {
  /** Which statistic of the batch is taken. */
  readonly statistic: Statistic;
  /** Which quantile with `statistic: quantile`. */
  readonly quantile: number;
  /** Moving average of the batches' statistics, exact statistic of the last values, or of all values. */
  readonly memory: "ema" | "window" | "all";
  /** What the moving average keeps of itself in a training step. */
  readonly decay: number;
  /** The least number of last values the window holds, in whole batches. */
  readonly window: number;
  /** Value before the first training step, from which a moving average begins; none: the statistic of the batch itself. */
  readonly initial: number | null;
}
type RunningStatisticInput = { readonly [K in keyof RunningStatisticOptions]?: RunningStatisticOptions[K] | undefined };

const options: z.ZodType<RunningStatisticOptions, RunningStatisticInput> = z
  .strictObject({
    statistic: z.enum(STATISTICS).default("mean"),
    quantile: z.number().min(0).max(1).default(0.5),
    memory: z.enum(["ema", "window", "all"]).default("ema"),
    decay: z.number().min(0).lt(1).default(0.99), // 107 §Mechanism: EMA 0.99 of the threshold
    window: z.int().positive().default(1000), // 000 §Pieces: window 1000
    initial: z.number().nullable().default(null),
  })
  .refine(({ statistic, memory }) => statistic !== "quantile" || memory !== "all", {
    path: ["memory"],
    error: "a quantile of all values would have to keep them all; use `window` or `ema`",
  });

/**
 * Remembers a statistic of a signal over training.
 *
 *   s = statistic of the counted values of a training step (see `batch-statistic`)
 *   ema     out ← decay·out + (1 − decay)·s, from `initial`, or from the first s without one
 *   window  statistic of the last values, exact: whole batches, as few as hold `window` values
 *   all     statistic of all values so far (mean, std, min, max, share)
 *
 * A batch reads what was remembered before it, so a target does not depend on those it is held
 * against; before the first training step it reads `initial`, or the statistic of the batch
 * itself. A training step without values changes nothing. The order of rollouts does not matter,
 * which is why quantiles are exact and not estimated one value after the other.
 *
 * @shape of [R], among [R] → one number
 * @unit any → same (share: a part of 1)
 * @throws RewardError GUERDON_OPTION when a quantile of all values is asked for
 * @paper 107 §Mechanism (median of the sequences' 95th percentiles, moving average with 0.99)
 * @paper 111 §Mechanism (mean length of all responses so far)
 * @paper 051 §Mechanism (weights averaged with 0.7; a step without a solution keeps them)
 * @paper 104 (targets that follow training), 000 (percentiles 5 and 95 of the last 1000 costs), 121 (history of entropy)
 * @kind schedule
 * @alias EMA on weights = { use: running-statistic, of: alpha, decay: 0.7, initial: 0.2 }
 * @alias running-mean conciseness = { use: running-statistic, of: length, memory: all }
 * @alias quantile threshold with EMA = { use: running-statistic, of: p95, statistic: quantile, memory: ema }
 * @alias dynamic target = { use: running-statistic, of: length, statistic: quantile, quantile: 0.5 }
 * @plot { of: [0, 1, 1, 0, 0, 1], decay: 0.9 } over step 0..120
 * @plot { of: [0, 1, 1, 0, 0, 1], memory: "all" } over step 0..120
 * @plot { of: [0, 1, 1, 0, 0, 1], memory: "window", window: 20 } over step 0..120
 *
 * ```ts doctest
 * import { runningStatistic } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [mean, layout] = [runningStatistic({ memory: "all" }), flatLayout([2])];
 * const batch = (...values: number[]) => [fullSignal("rollout", values), fullSignal("rollout", [1, 1])];
 * const first = mean.adaptive.step(mean.adaptive.init(), batch(2, 4), layout, 0);
 * const state = mean.adaptive.step(first, batch(6, 8), layout, 1);
 * [mean.apply(batch(0, 1), layout).values[0], mean.apply(batch(0, 1), layout, { step: 2, state }).values[0]] // => [0.5, 5]
 * ```
 */
export const runningStatistic: TransformFactory<typeof options> = defineSchedule({
  name: "running-statistic",
  version: 1,
  summary: "Remembers a statistic of a signal over training.",
  options,
  build: (settings) => {
    const memory = MEMORIES[settings.memory](settings);
    const adaptive = {
      init: (): Json => null,
      step: (state: Json, [of, among]: readonly Signal[]): Json => memory.step(state as never, of as Signal, among),
    };
    const recall = (moment: Moment | undefined): number | undefined => {
      const state = stateOf<Json>(adaptive, moment);
      return state === null ? (settings.initial ?? undefined) : memory.read(state as never);
    };
    return {
      level: "batch",
      scope: "batch",
      inputs: [
        { name: "of", level: "rollout" },
        { name: "among", level: "rollout", default: 1 },
      ],
      adaptive,
      range: ([of]) => rememberedRange(settings, of as Interval),
      trend: () => "unknown",
      apply: (inputs, _layout, moment) => {
        const value = recall(moment);
        return value === undefined ? statisticSignal(inputs, settings) : fullSignal("batch", [value]);
      },
    };
  },
});

function rememberedRange({ statistic, initial }: RunningStatisticOptions, of: Interval): Interval {
  const { min, max } = statisticRange(statistic, of);
  return initial === null ? { min, max } : { min: Math.min(min, initial), max: Math.max(max, initial) };
}

/** A way to remember: what a step makes of the state (null at first), and the number it stands for. */
interface Memory<S> {
  step(state: S | null, of: Signal, among: Signal | undefined): S | null;
  read(state: S): number | undefined;
}
type Sums = { readonly count: number; readonly mean: number; readonly squares: number };

const MEMORIES: {
  readonly [M in RunningStatisticOptions["memory"]]: (options: RunningStatisticOptions) => Memory<never>;
} = {
  ema: (options) => average(options) as Memory<never>,
  window: (options) => lastValues(options) as Memory<never>,
  all: (options) =>
    (options.statistic === "min" || options.statistic === "max"
      ? extreme(options)
      : allValues(options)) as Memory<never>,
};

function average({ decay, initial, ...choice }: RunningStatisticOptions): Memory<number> {
  return {
    step: (state, of, among) => {
      const value = batchStatisticOf(of, choice, among);
      if (value === undefined || !Number.isFinite(value)) return state;
      const before = state ?? initial ?? value;
      return before === value ? value : decay * before + (1 - decay) * value;
    },
    read: (state) => state,
  };
}

function extreme(choice: RunningStatisticOptions): Memory<number> {
  const pick = choice.statistic === "min" ? Math.min : Math.max;
  return {
    step: (state, of, among) => {
      const value = batchStatisticOf(of, choice, among);
      return value === undefined ? state : pick(state ?? value, value);
    },
    read: (state) => state,
  };
}

function allValues(choice: StatisticChoice): Memory<Sums> {
  return {
    step: (state, of, among) => merged(state, sumsOf(of, among, choice)),
    read: (state) => (choice.statistic === "std" ? deviationOf(state) : state.mean),
  };
}

function sumsOf(of: Signal, among: Signal | undefined, choice: StatisticChoice): Sums {
  const moments = momentsOf(of, among, choice.statistic === "std");
  if (choice.statistic !== "share" || moments.count === 0) return moments;
  return { count: moments.count, mean: batchStatisticOf(of, choice, among) as number, squares: 0 };
}

/** Chan's rule for the mean and the squared deviations of two sets together. */
function merged(state: Sums | null, { count, mean, squares }: Sums): Sums | null {
  if (count === 0 || !Number.isFinite(mean) || !Number.isFinite(squares)) return state;
  if (state === null) return { count, mean, squares };
  const [both, away] = [state.count + count, mean - state.mean];
  const apart = away * away * ((state.count * count) / both);
  const next = { count: both, mean: state.mean + away * (count / both), squares: state.squares + squares + apart };
  return Number.isFinite(next.mean) && Number.isFinite(next.squares) ? next : state;
}

/** Keeps the values of the last batches, ascending within each, so that their order does not matter. */
function lastValues(options: RunningStatisticOptions): Memory<readonly (readonly number[])[]> {
  return {
    step: (state, of, among) => {
      const values = Array.from(countedValues(of, among).sort());
      const batches = values.length === 0 ? (state ?? []) : [...(state ?? []), values];
      let kept = batches.reduce((sum, { length }) => sum + length, 0);
      let drop = 0;
      while (kept - (batches[drop]?.length ?? kept) >= options.window) kept -= batches[drop++]?.length ?? 0;
      return batches.length === 0 ? null : batches.slice(drop);
    },
    read: (batches) => {
      const values = Float64Array.from(batches.flat()).sort();
      if (options.statistic === "quantile") return quantileOf(values, options.quantile);
      const value = batchStatisticOf(fullSignal("rollout", values), options);
      return value !== undefined && Number.isFinite(value) ? value : undefined;
    },
  };
}
