import { z } from "zod";
import { type Adaptive, defineShaper, stateOf, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, type Signal, UNBOUNDED, UNIT } from "../signal/index.ts";
import { type By, forEachKey, type KeyedState, movedKeys, overOf, remembered } from "./keyed-state.ts";
import { type Moments, momentsOf, spread } from "./moments.ts";
import { blendedMoments, mergedMoments, type RunningMoments } from "./running-moments.ts";
import { sortedPresent } from "./standings.ts";
import { pushValues, windowValues } from "./value-window.ts";

const METHODS = ["mean-std", "std", "min-max", "clip", "deviation"] as const;

export interface RunningNormaliseOptions {
  /** What values are divided by and what is taken from them. */
  readonly method: (typeof METHODS)[number];
  /** Whether values are known for each prompt, by the keys of the groups, or all together. */
  readonly by: By;
  /** Only so many of the newest values count, for each key. */
  readonly window?: number | undefined;
  /** What the newest step counts for against all before it: an exponential moving average. */
  readonly alpha?: number | undefined;
  /** Whether the present step counts too. */
  readonly current: boolean;
  /** As long as fewer values are known, those of the present step are taken alone. */
  readonly minCount: number;
  /** Added to what is divided by. */
  readonly eps: number;
  /** How many deviations from the mean `method: clip` leaves. */
  readonly deviations: number;
  /** Results are kept between −bound and bound. */
  readonly bound?: number | undefined;
}
type RunningNormaliseInput = { readonly [K in keyof RunningNormaliseOptions]?: RunningNormaliseOptions[K] | undefined };

const options: z.ZodType<RunningNormaliseOptions, RunningNormaliseInput> = z
  .strictObject({
    method: z.enum(METHODS).default("mean-std"),
    by: z.enum(["all", "prompt"]).default("all"),
    window: z.int().positive().optional(),
    alpha: z.number().gt(0).max(1).optional(),
    current: z.boolean().default(true),
    minCount: z.int().positive().default(1),
    eps: z.number().nonnegative().default(1e-8),
    deviations: z.number().positive().default(1), // 035 §Mechanism: [μ − s, μ + s]
    bound: z.number().positive().optional(),
  })
  .refine(({ window, alpha }) => window === undefined || alpha === undefined, {
    path: ["alpha"],
    message: "`window` and `alpha` are two ways to forget; give one",
  });

/** Moments, or the values themselves with `window`. */
type Known = RunningMoments | number[][];

/**
 * Puts values on the scale of all values seen so far.
 *
 *   mean-std (of_i − m) / (s + eps)      std of_i / (s + eps)      min-max (of_i − min) / (max − min + eps)
 *   clip min(max(of_i, m − k s), m + k s), k = deviations      deviation (of_i − m) / (|m| + eps)
 *
 * m, s (population), min and max are those of every value so far, of the newest `window`, or a moving
 * average over steps with weight `alpha` for the newest; by prompt each group has its own, by its key.
 * They include the present step unless `current: false`. Where nothing differs s is left out (and
 * min–max is 0). The order of members does not matter. Missing values stay missing and move nothing.
 *
 * @shape of [R] → [R]
 * @unit any → deviations, share of 1, same with `clip`, multiple of the mean with `deviation`
 * @throws RewardError GUERDON_OPTION when both `window` and `alpha` are given
 * @paper 035 §Mechanism (running mean and deviation by batch merges, population variance; clip; min–max)
 * @paper 002 §Mechanism (rewards of the ranking model, standardised)
 * @paper 028 §Mechanism (intrinsic reward divided by the running deviation)
 * @paper 108 §Mechanism (penalty divided by its running deviation)
 * @paper 123 §Mechanism (running deviation, then clipped at 0 below the mean)
 * @paper 168 §Mechanism (buffer of 32 for each prompt, batch statistics until 16 are stored, ±10)
 * @paper 222 §Mechanism (α = 0.3, deviation relative to the mean, ±5)
 * @kind shaper
 * @alias runningStandardise = { use: running-normalise }
 * @alias runningStd = { use: running-normalise, method: std }
 * @alias runningNorm = { use: running-normalise, method: min-max }
 * @alias runningNormalise = { use: running-normalise }
 * @alias clipBelowMean = "max(normalised, 0)"
 * @alias emaRelative = { use: running-normalise, method: deviation, alpha: 0.3, bound: 5, current: false }
 * @alias runningPromptStats = { use: running-normalise, by: prompt, window: 32, minCount: 16, eps: 1.0e-6, bound: 10 }
 * @alias pessimisticFactor = "max(0.7, exp(-normalised)) * reward", normalised: { use: running-normalise, method: std, of: penalty }
 * @plot { method: mean-std } over members [1, 0, 0.5, 1]
 * @plot { method: clip } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { runningNormalise } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const piece = runningNormalise({ method: "min-max", eps: 0 });
 * const state = piece.adaptive?.step({}, [fullSignal("rollout", [0, 10])], flatLayout([2]), 0);
 * [...piece.apply([fullSignal("rollout", [2, 5])], flatLayout([2]), { step: 1, state }).values] // => [0.2, 0.5]
 * ```
 */
export const runningNormalise: TransformFactory<typeof options> = defineShaper({
  name: "running-normalise",
  version: 1,
  summary: "Puts values on the scale of all values seen so far.",
  options,
  build: (settings) => {
    const { by, method, alpha } = settings;
    const adaptive: Adaptive = {
      init: () => ({}),
      step: (state, [of], layout) =>
        movedKeys(state as KeyedState<Known>, by, of as Signal, layout, (before, from, to) =>
          learnt(before, of as Signal, from, to, settings),
        ),
    };
    const rises = method === "mean-std" || method === "clip" || (method === "min-max" && alpha === undefined);
    return {
      scope: overOf(by),
      inputs: [{ name: "of" }],
      adaptive,
      range: ([of]) => rangeOf(of as Interval, settings),
      trend: () => (rises ? "increasing" : "unknown"),
      apply: ([of], layout, moment) =>
        normalised(of as Signal, layout, settings, stateOf<KeyedState<Known>>(adaptive, moment)),
    };
  },
});

function learnt(
  before: Known | undefined,
  of: Signal,
  from: number,
  to: number,
  { window, alpha }: RunningNormaliseOptions,
): Known | undefined {
  if (window !== undefined) {
    return pushValues((before as number[][] | undefined) ?? [], sortedPresent(of, from, to), window);
  }
  const fresh = momentsOf(of, from, to);
  if (fresh.count === 0) return before;
  const known = before as RunningMoments | undefined;
  const after = alpha === undefined ? mergedMoments(known, fresh) : blendedMoments(known, fresh, alpha);
  return Number.isFinite(after.mean) && Number.isFinite(after.squares) ? after : before;
}

function normalised(of: Signal, layout: Layout, settings: RunningNormaliseOptions, state: KeyedState<Known>): Signal {
  const values = new Float64Array(of.values.length);
  const limit = settings.bound ?? Number.POSITIVE_INFINITY;
  forEachKey(settings.by, of, layout, (key, from, to) => {
    const line = lineOf(statistics(remembered(state, key), of, from, to, settings), settings);
    if (limit === Number.POSITIVE_INFINITY && line.high === Number.POSITIVE_INFINITY) {
      scale(values, of.values, line, from, to);
    } else {
      for (let i = from; i < to; i++) values[i] = bounded(of.values[i] as number, line, limit);
    }
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}

function scale(into: Float64Array, values: Float64Array, { shift, divisor }: Line, from: number, to: number): void {
  for (let i = from; i < to; i++) into[i] = ((values[i] as number) - shift) / divisor;
}

/** What is known with the present step, or before it, or of it alone where too little is known. */
function statistics(
  before: Known | undefined,
  of: Signal,
  from: number,
  to: number,
  settings: RunningNormaliseOptions,
): Moments {
  const known = settings.current ? learnt(before, of, from, to, settings) : before;
  const moments = Array.isArray(known) ? ofValues(windowValues(known)) : known;
  return moments === undefined || moments.count < settings.minCount ? momentsOf(of, from, to) : moments;
}

function ofValues(values: Float64Array): Moments {
  return momentsOf({ level: "batch", values, present: new Uint8Array(values.length).fill(1) }, 0, values.length);
}

function bounded(value: number, { shift, divisor, low, high }: Line, limit: number): number {
  const scaled = (Math.min(Math.max(value, low), high) - shift) / divisor;
  return Math.min(Math.max(scaled, -limit), limit);
}

interface Line {
  /** Values are kept between these before anything else. */
  readonly low: number;
  readonly high: number;
  readonly shift: number;
  readonly divisor: number;
}

function lineOf(moments: Moments, { method, eps, deviations }: RunningNormaliseOptions): Line {
  const deviation = spread(moments, 0);
  const { mean, min, max } = moments;
  const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const divisor = deviation === 0 ? 1 : deviation + eps;
  if (method === "mean-std") return { ...free, shift: mean, divisor };
  if (method === "std") return { ...free, shift: 0, divisor };
  if (method === "min-max") return { ...free, shift: min, divisor: max === min ? 1 : max - min + eps };
  if (method === "deviation") return { ...free, shift: mean, divisor: mean === 0 ? 1 : Math.abs(mean) + eps };
  return { low: mean - deviations * deviation, high: mean + deviations * deviation, shift: 0, divisor: 1 };
}

function rangeOf(of: Interval, { method, alpha, current, bound }: RunningNormaliseOptions): Interval {
  const limit = bound ?? Number.POSITIVE_INFINITY;
  const within = ({ min, max }: Interval): Interval => ({
    min: Math.min(Math.max(min, -limit), limit),
    max: Math.min(Math.max(max, -limit), limit),
  });
  if (method === "clip") return within(of);
  return within(method === "min-max" && current && alpha === undefined ? UNIT : UNBOUNDED);
}
