import { z } from "zod";
import { hypervolumeGain, nonDominated } from "../combinator/hypervolume.ts";
import { RewardError } from "../error/index.ts";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Signal } from "../signal/index.ts";
import { batchStatisticOf } from "./batch-statistic-of.ts";

export interface HypervolumeWeightOptions {
  /** Whether more is better: for all signals, or one for each. */
  readonly maximise: boolean | readonly boolean[];
  /** The point above which volume counts, in the units of the signals; none: the first means seen. */
  readonly reference: readonly number[] | null;
  /** Weight of a step without progress. */
  readonly lo: number;
  /** What full progress adds. */
  readonly gain: number;
  /** How progress is kept in bounds. */
  readonly squash: "tanh" | "clip" | "none";
  /** The most points kept; of more, the one that adds least goes. */
  readonly capacity: number;
}
type HypervolumeWeightInput = {
  readonly [K in keyof HypervolumeWeightOptions]?: HypervolumeWeightOptions[K] | undefined;
};

const options: z.ZodType<HypervolumeWeightOptions, HypervolumeWeightInput> = z.strictObject({
  maximise: z.union([z.boolean(), z.array(z.boolean()).readonly()]).default(true),
  reference: z.array(z.number()).readonly().nullable().default(null), // 111 §Mechanism: evaluation before training
  lo: z.number().default(0.5), // 111 §Mechanism: 0.5 + 1.5·tanh
  gain: z.number().nonnegative().default(1.5),
  squash: z.enum(["tanh", "clip", "none"]).default("tanh"),
  capacity: z.int().positive().default(64),
});

/**
 * Weighs the reward by how much the last batch has moved the Pareto front of several signals.
 *
 *   p = means of the signals, minimised ones negated;  F = non-dominated points seen so far
 *   dHV = HV(F + p) − HV(F) above the reference, 0 for a dominated point
 *   out = lo + gain·squash(dHV) after the step, 1 before the first;  squash = tanh | min(·, 1) | as it is
 *
 * Units decide: signals in raw tokens saturate tanh, signals in [0, 1] give a dHV near 0.001; scale
 * them, or the gain. A factor on the reward does nothing under an advantage that divides by the
 * deviation of the group. A training step in which any signal has no value changes nothing.
 *
 * @shape of K × [R] → one number
 * @unit any → weight
 * @throws RewardError GUERDON_OPTION when `reference` or `maximise` has not one entry for each signal
 * @paper 111 §Mechanism (meta reward in [0.5, 2)), §Pitfalls (units, non-dominated points only)
 * @kind schedule
 * @alias hypervolume-weights = { use: hypervolume-weight, of: [accuracy, length], maximise: [true, false] }
 * @alias progress-scaled reward = "progress * reward"
 * @alias progress-scaled = { use: hypervolume-weight, of: [accuracy, format], lo: 0.5, gain: 1.5, squash: tanh }
 * @plot { reference: [0, 0] } over members [[0.8, 0.8], [0.6, 0.6]]
 *
 * ```ts doctest
 * import { hypervolumeWeight } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const piece = hypervolumeWeight({ reference: [0, 0], squash: "clip" });
 * const [means, layout] = [[fullSignal("rollout", [0.5]), fullSignal("rollout", [0.5])], flatLayout([1])];
 * const moved = piece.adaptive.step(piece.adaptive.init(), means, layout, 0);
 * const still = piece.adaptive.step(moved, means, layout, 1);
 * [undefined, moved, still].map((state) => piece.apply(means, layout, { step: 2, state }).values[0]) // => [1, 0.875, 0.5]
 * ```
 */
export const hypervolumeWeight: TransformFactory<typeof options> = defineSchedule({
  name: "hypervolume-weight",
  version: 1,
  summary: "Weighs the reward by how much the last batch has moved the Pareto front of several signals.",
  options,
  build: (settings) => {
    const { lo, gain, squash } = settings;
    const adaptive = {
      init: (): FrontState => ({ front: [], reference: null, weight: 1 }),
      step: (state: unknown, inputs: readonly Signal[]): FrontState =>
        nextFront(state as FrontState, pointOf(inputs, settings), settings),
    };
    const top = lo + gain * (squash === "none" ? Number.POSITIVE_INFINITY : 1);
    return {
      level: "batch",
      scope: "batch",
      inputs: [{ name: "of", level: "rollout", many: true }],
      adaptive,
      range: () => ({ min: Math.min(lo, 1), max: Math.max(gain === 0 ? lo : top, 1) }),
      trend: () => "unknown",
      apply: (inputs, _layout, moment) => {
        checkAxes(inputs.length, settings);
        return fullSignal("batch", [stateOf<FrontState>(adaptive, moment).weight]);
      },
    };
  },
});

type Point = readonly number[];
type FrontState = {
  readonly front: readonly Point[];
  readonly reference: Point | null;
  readonly weight: number;
};

/** The means of the signals with all axes to be maximised; nothing when one has none. */
function pointOf(inputs: readonly Signal[], settings: HypervolumeWeightOptions): Point | undefined {
  checkAxes(inputs.length, settings);
  const means = inputs.map((of) => batchStatisticOf(of, { statistic: "mean", quantile: 0.5 }));
  if (!means.every((mean): mean is number => mean !== undefined && Number.isFinite(mean))) return undefined;
  return upward(means, settings);
}

function checkAxes(count: number, { reference, maximise }: HypervolumeWeightOptions): void {
  const lists = { reference, maximise: typeof maximise === "boolean" ? null : maximise };
  for (const [name, list] of Object.entries(lists)) {
    if (list === null || list.length === count) continue;
    const expected = `Expected \`${name}\` to have one entry for each of the ${count} signals, got ${list.length}.`;
    throw new RewardError("GUERDON_OPTION", expected, { details: { expected: count, got: list.length } });
  }
}

function upward(point: Point, { maximise }: HypervolumeWeightOptions): Point {
  return point.map((value, k) => ((typeof maximise === "boolean" ? maximise : maximise[k]) === false ? -value : value));
}

function nextFront(state: FrontState, point: Point | undefined, settings: HypervolumeWeightOptions): FrontState {
  const { lo, gain, squash, capacity } = settings;
  if (point === undefined) return state;
  const reference = settings.reference === null ? state.reference : upward(settings.reference, settings);
  if (reference === null) return { ...state, reference: point };
  const progress = hypervolumeGain(state.front, point, reference);
  const squashed = squash === "tanh" ? Math.tanh(progress) : squash === "clip" ? Math.min(progress, 1) : progress;
  const weight = lo + gain * squashed;
  if (!Number.isFinite(weight) || !Number.isFinite(progress)) return state;
  const front = progress > 0 ? within(nonDominated([...state.front, point]), capacity, reference) : state.front;
  return { front, reference, weight };
}

/** The points without the ones that add least, down to the capacity. */
function within(front: readonly Point[], capacity: number, reference: Point): readonly Point[] {
  if (front.length <= capacity) return front;
  const gains = front.map((point, i) =>
    hypervolumeGain([...front.slice(0, i), ...front.slice(i + 1)], point, reference),
  );
  const least = gains.indexOf(Math.min(...gains));
  return within([...front.slice(0, least), ...front.slice(least + 1)], capacity, reference);
}
