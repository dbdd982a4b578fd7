import { z } from "zod";
import { type Adaptive, defineShaper, stateOf, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  type Interval,
  type Json,
  type Layout,
  type Missing,
  type Signal,
  UNBOUNDED,
} from "../signal/index.ts";
import { gravestReason } from "./gravest-reason.ts";
import { type By, forEachKey, type KeyedState, movedKeys, overOf, remembered } from "./keyed-state.ts";
import { momentsOf, spread } from "./moments.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { quantileOf, sortedPresent } from "./standings.ts";
import { pushValues, type ValueWindow, windowValues } from "./value-window.ts";

export interface RunningQuantileOptions {
  /** Which quantile: the share of values below it. */
  readonly q: number;
  /** Whether values are kept for each prompt, by the keys of the groups, or all together. */
  readonly by: By;
  /** Level the values are read at. */
  readonly level: "rollout" | "step" | "token";
  /** How many of the newest values are kept, for each key. */
  readonly window: number;
  /** As long as fewer values are known, those at hand are taken alone. */
  readonly minCount: number;
  /** The quantile of the values themselves, or of the normal distribution with their mean and deviation. */
  readonly fit: "empirical" | "normal";
  /** After so many training steps nothing is learnt any more. */
  readonly freezeAfter?: number | undefined;
}
type RunningQuantileInput = { readonly [K in keyof RunningQuantileOptions]?: RunningQuantileOptions[K] | undefined };

const options: z.ZodType<RunningQuantileOptions, RunningQuantileInput> = z
  .strictObject({
    q: z.number().min(0).max(1).default(0.5),
    by: z.enum(["all", "prompt"]).default("all"),
    level: z.enum(["rollout", "step", "token"]).default("rollout"),
    window: z.int().positive().default(1000), // 000 §Mechanism: the last 1000
    minCount: z.int().positive().default(1),
    fit: z.enum(["empirical", "normal"]).default("empirical"),
    freezeAfter: z.int().positive().optional(),
  })
  .refine(({ fit, q }) => fit === "empirical" || (q > 0 && q < 1), {
    path: ["q"],
    message: "a normal distribution has no quantile 0 or 1",
  });

interface State {
  readonly [name: string]: Json;
  readonly steps: number;
  readonly values: KeyedState<number[][]>;
}

/** Added to the deviation of the normal distribution. */
const NORMAL_EPS = 1e-5; // 035 §Mechanism: std + 1e-5

/**
 * A quantile of the values seen so far, which other terms can read: a threshold that follows the rewards.
 *
 *   out = q-quantile of the newest `window` values, those of the present step among them
 *   fit normal: mean + Φ⁻¹(q) · (deviation + 1e-5)
 *
 * By prompt there is one for each group, remembered by the group's key; a group without a key knows
 * its present members alone. With `freezeAfter: n` the values of the first n steps decide for good.
 * Missing where no value is present, for the gravest of the reasons.
 *
 * @shape of [R], [S] or [T] → one number, or [G] by prompt
 * @unit any → same
 * @throws RewardError GUERDON_OPTION when `fit: normal` is asked for the quantile 0 or 1
 * @paper 000 §Mechanism (5th and 95th percentile of the last 1000 costs)
 * @paper 043 §Mechanism (η, a lower quantile of the warm-up scores, then fixed)
 * @paper 035 §Mechanism (0.85-quantile of a normal fitted to the rewards of the prompt)
 * @paper 163 §Mechanism (reference = 0.85-quantile of the rewards of the prompt)
 * @kind shaper
 * @alias stepClip = "min(score - eta, 0)", eta: { use: running-quantile, of: score, level: step, q: 0.3, freezeAfter: 1 }
 * @alias per-prompt reference = { use: running-quantile, by: prompt, q: 0.85, fit: normal }
 * @alias percentiles = { use: running-quantile, q: 0.05 }
 * @plot { q: 0.5 } over members [1, 0, 0.5, 1]
 * @plot { q: 0.85, fit: normal } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { runningQuantile } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...runningQuantile({ q: 0.5 }).apply([fullSignal("rollout", [1, 9, 2])], flatLayout([3])).values] // => [2]
 * ```
 */
export const runningQuantile: TransformFactory<typeof options> = defineShaper({
  name: "running-quantile",
  version: 1,
  summary: "A quantile of the values seen so far, which other terms can read.",
  options,
  build: (settings) => {
    const { by, level, fit } = settings;
    const adaptive = adaptiveOf(settings);
    return {
      scope: overOf(by),
      level: overOf(by),
      inputs: [{ name: "of", level }],
      adaptive,
      range: ([of]) => (fit === "normal" ? UNBOUNDED : (of as Interval)),
      trend: () => (fit === "normal" ? "unknown" : "increasing"),
      apply: ([of], layout, moment) => quantiles(of as Signal, layout, settings, stateOf<State>(adaptive, moment)),
    };
  },
});

function adaptiveOf(settings: RunningQuantileOptions): Adaptive {
  const { by, window } = settings;
  return {
    init: () => ({ steps: 0, values: {} }),
    step: (state, [of], layout) => {
      const { steps, values } = state as unknown as State;
      if (isFrozen(steps, settings)) return state;
      const push = (before: number[][] | undefined, from: number, to: number): number[][] =>
        pushValues(before ?? [], sortedPresent(of as Signal, from, to), window);
      return { steps: steps + 1, values: movedKeys(values, by, of as Signal, layout, push) };
    },
  };
}

function isFrozen(steps: number, { freezeAfter }: RunningQuantileOptions): boolean {
  return freezeAfter !== undefined && steps >= freezeAfter;
}

function quantiles(of: Signal, layout: Layout, settings: RunningQuantileOptions, state: State): Signal {
  const { by, window, minCount } = settings;
  const frozen = isFrozen(state.steps, settings);
  const found: number[] = [];
  const present: number[] = [];
  const ends: number[] = [0];
  forEachKey(by, of, layout, (key, from, to) => {
    const stored: ValueWindow = remembered(state.values, key) ?? [];
    const fresh = sortedPresent(of, from, to);
    const known = windowValues(frozen ? stored : pushValues(stored, fresh, window));
    ends.push(to);
    present.push(fresh.length > 0 ? 1 : 0);
    found.push(quantileFor(known.length < minCount ? fresh : known, settings));
  });
  const reason = (span: number): Missing => gravestReason(of, ends[span] as number, ends[span + 1] as number);
  return deriveSignal(overOf(by), Float64Array.from(found), Uint8Array.from(present), reason);
}

function quantileFor(sorted: Float64Array, { fit, q }: RunningQuantileOptions): number {
  const count = sorted.length;
  if (count === 0) return 0;
  if (fit === "empirical") return quantileOf(sorted, q);
  const moments = momentsOf({ level: "batch", values: sorted, present: new Uint8Array(count).fill(1) }, 0, count);
  return moments.mean + normalQuantile(q) * (spread(moments, 0) + NORMAL_EPS);
}
