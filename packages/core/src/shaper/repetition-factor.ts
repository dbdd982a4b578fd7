import { z } from "zod";
import { defineShaper, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface RepetitionFactorOptions {
  /** Share of the most frequent token up to which nothing is lost. */
  readonly threshold: number;
  /** What each unit of share beyond it takes away. */
  readonly slope: number;
  /** Longest run of one token up to which nothing is lost. */
  readonly runFree: number;
  /** What each further token of the run takes away. */
  readonly runSlope: number;
}
type RepetitionFactorInput = { readonly [K in keyof RepetitionFactorOptions]?: RepetitionFactorOptions[K] | undefined };

const options: z.ZodType<RepetitionFactorOptions, RepetitionFactorInput> = z.strictObject({
  threshold: z.number().nonnegative().default(0.35), // 033 §Mechanism
  slope: z.number().nonnegative().default(3), // 033 §Mechanism
  runFree: z.number().nonnegative().default(3), // 033 §Mechanism
  runSlope: z.number().nonnegative().default(0.05), // 033 §Mechanism
});

/**
 * A factor of 1 that falls to 0 as a text repeats itself, for another reward to be multiplied with.
 *
 *   a = max(0, 1 − slope · max(0, share_i − threshold))
 *   b = max(0, 1 − runSlope · max(0, run_i − runFree))
 *   out_i = a · b
 *
 * `share` is the share of the most frequent token among all (an n-gram repetition share serves as
 * well), `run` the longest run of one token; its default of 0 leaves b = 1. The result is missing
 * where either is.
 *
 * @shape share [R], run [R] → [R]
 * @unit share, tokens → share
 * @paper 033 §Mechanism (the factor φ of the path reward)
 * @kind shaper
 * @alias repetitionFactor = { use: repetition-factor }
 * @plot {} over share 0..1
 * @plot { slope: 1 } over share 0..1
 *
 * ```ts doctest
 * import { repetitionFactor } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [share, run] = [fullSignal("rollout", [0.2, 0.6]), fullSignal("rollout", [13, 2])];
 * [...repetitionFactor().apply([share, run], flatLayout([2])).values] // => [0.5, 0.25]
 * ```
 */
export const repetitionFactor: TransformFactory<typeof options> = defineShaper({
  name: "repetition-factor",
  version: 1,
  summary: "A factor of 1 that falls to 0 as a text repeats itself.",
  options,
  build: (own) => ({
    inputs: [{ name: "share" }, { name: "run", default: 0 }],
    range: ([share, run]) => ({
      min: factor((share as Interval).max, (run as Interval).max, own),
      max: factor((share as Interval).min, (run as Interval).min, own),
    }),
    trend: (index, inputs) => trendOfFactor(index, inputs, own),
    apply: (inputs) => {
      const [share, run] = inputs as readonly [Signal, Signal];
      const present = jointPresent(inputs);
      const values = new Float64Array(present.length);
      for (let i = 0; i < present.length; i++) {
        if (present[i] === 1) values[i] = factor(share.values[i] as number, run.values[i] as number, own);
      }
      return deriveSignal(share.level, values, present, inputs);
    },
  }),
});

function factor(share: number, run: number, own: RepetitionFactorOptions): number {
  return loss(share, own.threshold, own.slope) * loss(run, own.runFree, own.runSlope);
}

/** 1 up to a point, then down a line to 0. */
function loss(value: number, free: number, slope: number): number {
  return slope === 0 || value <= free ? 1 : Math.max(0, 1 - slope * (value - free));
}

function trendOfFactor(index: number, [share, run]: readonly Interval[], own: RepetitionFactorOptions): Trend {
  const losses = [
    { range: share as Interval, free: own.threshold, slope: own.slope },
    { range: run as Interval, free: own.runFree, slope: own.runSlope },
  ].map(({ range, free, slope }) => ({ least: loss(range.max, free, slope), most: loss(range.min, free, slope) }));
  const [moved, other] = [losses[index], losses[1 - index]];
  const still = moved?.least === moved?.most || other?.most === 0;
  return still ? "constant" : "decreasing";
}
