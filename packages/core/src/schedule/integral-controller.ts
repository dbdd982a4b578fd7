import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Signal } from "../signal/index.ts";
import { batchStatisticOf } from "./batch-statistic-of.ts";

export interface IntegralControllerOptions {
  /** Value before the first training step. */
  readonly initial: number;
  /** How much of the error goes into the value; negative where a larger value makes the signal larger. */
  readonly rate: number;
  /** Mean minus target, or mean over target minus 1. */
  readonly error: "difference" | "relative";
  /** What the moving average of the mean keeps of itself; 0 for the mean of the step alone. */
  readonly decay: number;
  /** Errors up to this size count as none. */
  readonly deadZone: number;
  /** Larger errors count as this one; none: they count whole. */
  readonly limit: number | null;
  /** The value moves in each so many training steps only. */
  readonly every: number;
  /** The error is added to the value, to its logarithm, or multiplied onto it. */
  readonly space: "linear" | "log" | "proportional";
  /** The value stays within these; none: free. */
  readonly min: number | null;
  /** The greatest coefficient; null for no bound. */
  readonly max: number | null;
}
type IntegralControllerInput = {
  readonly [K in keyof IntegralControllerOptions]?: IntegralControllerOptions[K] | undefined;
};

const options: z.ZodType<IntegralControllerOptions, IntegralControllerInput> = z
  .strictObject({
    initial: z.number().default(0.5), // 107 §Mechanism: α starts at 0.5
    rate: z.number().default(0.05), // 107 §Mechanism: 0.05 per batch
    error: z.enum(["difference", "relative"]).default("difference"),
    decay: z.number().min(0).lt(1).default(0),
    deadZone: z.number().nonnegative().default(0),
    limit: z.number().positive().nullable().default(null),
    every: z.int().positive().default(1),
    space: z.enum(["linear", "log", "proportional"]).default("linear"),
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
  })
  .refine(({ min, max }) => min === null || max === null || min <= max, {
    path: ["min"],
    error: "is larger than `max`",
  })
  .refine(({ space, initial }) => space === "linear" || initial > 0, {
    path: ["initial"],
    error: "must be positive in `log` and `proportional` space",
  });

/**
 * Moves a coefficient until a signal meets its target, by adding up the error.
 *
 *   m = mean of the counted of_i, as a moving average with `decay`;  e = m − target | m / target − 1
 *   e = 0 within the dead zone, and held within ± limit
 *   linear v ← v + rate·e · log v ← v·e^(rate·e) · proportional v ← v·(1 + rate·e);  then held in [min, max]
 *
 * A penalty coefficient grows while its signal is above the target (rate > 0). A training step
 * without values or without a target changes nothing, as does a relative error of a target of 0.
 * A coefficient for each band is a term for each, with `among: band == 0`.
 *
 * @shape of [R], target (one number), among [R] → one number
 * @unit any, same, any → coefficient
 * @throws RewardError GUERDON_OPTION when min is above max, or the start is not positive where it must be
 * @paper 107 §Mechanism (α ± 0.05·(mean − target) in [0, 2]; log β + 0.05·clip(KL/target − 1, ±0.2) every 100 updates)
 * @paper 075 §Mechanism (η_H·(H* − H) with η_H = 5e-4 in [0.05, 0.95]; the meta-gradient joins by `of: entropy - 20 * gain`)
 * @kind schedule
 * @alias adaptiveCoefficient = { use: integral-controller, of: count, initial: 0.5, rate: 0.05, min: 0, max: 2 }
 * @alias logSpaceKL = { use: integral-controller, of: kl, target: 0.01, space: log, error: relative, decay: 0.97, deadZone: 0.02, limit: 0.2, every: 100, rate: 0.05, initial: 0.01 }
 * @alias entropyTarget = { use: integral-controller, of: entropy, target: 0.7, initial: 0.8, rate: -0.0005, min: 0.05, max: 0.95 }
 * @alias adaptive KL coefficient = { use: integral-controller, of: kl, target: 6, space: proportional, error: relative, limit: 0.2, rate: 0.1, initial: 0.2 }
 * @plot { of: 0.8, target: 0.5, max: 2 } over step 0..150
 * @plot { of: 0.8, target: 0.5, max: 2, space: "log", error: "relative", limit: 0.2 } over step 0..150
 *
 * ```ts doctest
 * import { integralController } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [piece, layout] = [integralController({ initial: 1, rate: 0.5, max: 2 }), flatLayout([2])];
 * const batch = [fullSignal("rollout", [1, 3]), fullSignal("batch", [1]), fullSignal("rollout", [1, 1])];
 * const once = piece.adaptive.step(piece.adaptive.init(), batch, layout, 0);
 * piece.apply(batch, layout, { step: 1, state: once }).values[0] // => 1.5
 * ```
 */
export const integralController: TransformFactory<typeof options> = defineSchedule({
  name: "integral-controller",
  version: 1,
  summary: "Moves a coefficient until a signal meets its target, by adding up the error.",
  options,
  build: (settings) => {
    const { min, max, space } = settings;
    const adaptive = {
      init: (): ControllerState => ({ value: held(settings.initial, settings), mean: null, steps: 0 }),
      step: (state: unknown, inputs: readonly Signal[]): ControllerState =>
        nextControl(state as ControllerState, inputs, settings),
    };
    return {
      level: "batch",
      scope: "batch",
      inputs: [
        { name: "of", level: "rollout" },
        { name: "target", level: "batch", default: 0 },
        { name: "among", level: "rollout", default: 1 },
      ],
      adaptive,
      range: () => ({
        min: min ?? (space === "log" ? 0 : Number.NEGATIVE_INFINITY),
        max: max ?? Number.POSITIVE_INFINITY,
      }),
      trend: () => "unknown",
      apply: (_inputs, _layout, moment) => fullSignal("batch", [stateOf<ControllerState>(adaptive, moment).value]),
    };
  },
});

type ControllerState = { readonly value: number; readonly mean: number | null; readonly steps: number };

function nextControl(
  state: ControllerState,
  [of, target, among]: readonly Signal[],
  settings: IntegralControllerOptions,
): ControllerState {
  const measured = batchStatisticOf(of as Signal, { statistic: "mean", quantile: 0.5 }, among);
  if (measured === undefined || !Number.isFinite(measured) || target?.present[0] !== 1) return state;
  const { decay, every, rate, space } = settings;
  const mean = state.mean === null ? measured : decay * state.mean + (1 - decay) * measured;
  const steps = (state.steps + 1) % every;
  if (steps !== 0) return { ...state, mean, steps };
  const move = rate * errorOf(mean, target.values[0] as number, settings);
  const { value } = state;
  const moved = space === "linear" ? value + move : value * (space === "log" ? exp(move) : 1 + move);
  return { value: Number.isFinite(moved) ? held(moved, settings) : value, mean, steps };
}

/** The error that counts: nothing in the dead zone, never beyond the limit. */
function errorOf(mean: number, target: number, settings: IntegralControllerOptions): number {
  const { error, deadZone, limit } = settings;
  const whole = error === "difference" ? mean - target : mean / target - 1;
  if (!Number.isFinite(whole) || Math.abs(whole) <= deadZone) return 0;
  return limit === null ? whole : Math.min(Math.max(whole, -limit), limit);
}

function held(value: number, { min, max }: IntegralControllerOptions): number {
  return Math.min(Math.max(value, min ?? Number.NEGATIVE_INFINITY), max ?? Number.POSITIVE_INFINITY);
}
