import { z } from "zod";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Signal } from "../signal/index.ts";
import { batchStatisticOf } from "./batch-statistic-of.ts";

export interface StagesOptions {
  /** Value of each stage; default: the stage's number. */
  readonly values: readonly number[];
  /** What the mean must reach to leave a stage: one number for all, or one for each stage but the last. */
  readonly thresholds: number | readonly number[];
  /** Whether a stage is left at or above its threshold, or at or below it. */
  readonly direction: "above" | "below";
  /** Training steps in a row the threshold must hold. */
  readonly patience: number;
  /** Training steps a stage lasts at least. */
  readonly minSteps: number;
  /** Training steps after which a stage is left whatever the mean; none: never. */
  readonly maxSteps: number | null;
}
interface StagesInput {
  readonly values: readonly number[];
  readonly thresholds: number | readonly number[];
  readonly direction?: StagesOptions["direction"] | undefined;
  readonly patience?: number | undefined;
  readonly minSteps?: number | undefined;
  readonly maxSteps?: number | null | undefined;
}

const options: z.ZodType<StagesOptions, StagesInput> = z
  .strictObject({
    values: z.array(z.number()).min(2).readonly(),
    thresholds: z.union([z.number(), z.array(z.number()).readonly()]),
    direction: z.enum(["above", "below"]).default("above"),
    patience: z.int().positive().default(1),
    minSteps: z.int().nonnegative().default(0),
    maxSteps: z.int().positive().nullable().default(null),
  })
  .refine(({ values, thresholds }) => typeof thresholds === "number" || thresholds.length === values.length - 1, {
    path: ["thresholds"],
    error: "needs one number, or one for each stage but the last",
  });

type StagesState = { readonly stage: number; readonly steps: number; readonly held: number };

/**
 * Goes to the next stage once a signal has crossed a threshold and stays there.
 *
 *   m = mean of the counted of_i;  held = training steps in a row with m ≥ threshold (≤ with `below`)
 *   next stage when steps in the stage ≥ minSteps and held ≥ patience, or steps in the stage ≥ maxSteps
 *   out = values[stage];  the last stage is never left, and none is gone back to
 *
 * A training step without values counts as a step of the stage and leaves `held` as it is. A
 * threshold that is never met holds a stage for ever: give `maxSteps`.
 *
 * @shape of [R], among [R] → one number
 * @unit any, any → that of values
 * @throws RewardError GUERDON_OPTION when there is not one threshold for each stage but the last
 * @paper 105 §Pieces (stages with a transition by steps or by a metric)
 * @paper 176 §Mechanism, §Pitfalls (promotion by success rate, with a maximum of updates for each stage)
 * @paper 135, 198, 019 (curricula by stages)
 * @kind schedule
 * @alias stages = { use: stages, of: correct, values: [0, 1, 2], thresholds: 0.8, minSteps: 20, maxSteps: 200 }
 * @plot { values: [0, 1, 2], thresholds: [0.5, 0.9], minSteps: 20, maxSteps: 60, of: [0.2, 0.6, 0.8] } over step 0..150
 *
 * ```ts doctest
 * import { stages } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const piece = stages({ values: [2, 5], thresholds: 0.5, patience: 2 });
 * const [good, layout] = [[fullSignal("rollout", [1, 0]), fullSignal("rollout", [1, 1])], flatLayout([2])];
 * const once = piece.adaptive.step(piece.adaptive.init(), good, layout, 0);
 * const twice = piece.adaptive.step(once, good, layout, 1);
 * [once, twice].map((state) => piece.apply(good, layout, { step: 2, state }).values[0]) // => [2, 5]
 * ```
 */
export const stages: TransformFactory<typeof options> = defineSchedule({
  name: "stages",
  version: 1,
  summary: "Goes to the next stage once a signal has crossed a threshold and stays there.",
  options,
  build: (settings) => {
    const { values } = settings;
    const adaptive = {
      init: (): StagesState => ({ stage: 0, steps: 0, held: 0 }),
      step: (state: unknown, [of, among]: readonly Signal[]): StagesState =>
        nextStage(state as StagesState, batchStatisticOf(of as Signal, MEAN, among), settings),
    };
    return {
      level: "batch",
      scope: "batch",
      inputs: [
        { name: "of", level: "rollout" },
        { name: "among", level: "rollout", default: 1 },
      ],
      adaptive,
      range: () => ({ min: Math.min(...values), max: Math.max(...values) }),
      trend: () => "unknown",
      apply: (_inputs, _layout, moment) =>
        fullSignal("batch", [values[stateOf<StagesState>(adaptive, moment).stage] as number]),
    };
  },
});

const MEAN = { statistic: "mean", quantile: 0.5 } as const;

function nextStage(state: StagesState, mean: number | undefined, settings: StagesOptions): StagesState {
  const { values, thresholds, direction, patience, minSteps, maxSteps } = settings;
  if (state.stage === values.length - 1) return state;
  const threshold = typeof thresholds === "number" ? thresholds : (thresholds[state.stage] as number);
  const steps = state.steps + 1;
  const crossed = mean !== undefined && (direction === "above" ? mean >= threshold : mean <= threshold);
  const held = mean === undefined ? state.held : crossed ? state.held + 1 : 0;
  const earned = steps >= minSteps && held >= patience;
  if (earned || steps >= (maxSteps ?? Number.POSITIVE_INFINITY)) return { stage: state.stage + 1, steps: 0, held: 0 };
  return { stage: state.stage, steps, held };
}
