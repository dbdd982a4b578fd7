import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { log1pOfUnit } from "../internal/softplus.ts";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Interval, type Signal, UNBOUNDED, UNIT } from "../signal/index.ts";
import { batchStatisticOf } from "./batch-statistic-of.ts";

export interface LagrangeMultiplierOptions {
  /** Whether the mean should lie above the bound, below it, or on it. */
  readonly kind: "lower" | "upper" | "equality";
  /** What makes the multiplier of the parameter; with `none` it is the parameter itself, at least 0 unless `equality`. */
  readonly squash: "none" | "sigmoid" | "tanh" | "softplus" | "exp";
  /** Step of the descent on the parameter. */
  readonly rate: number;
  /** Share of the last step that is kept. */
  readonly momentum: number;
  /** The parameter before the first training step. */
  readonly initial: number;
  /** The parameter stays within ± this; none: free. */
  readonly limit: number | null;
}
type LagrangeMultiplierInput = {
  readonly [K in keyof LagrangeMultiplierOptions]?: LagrangeMultiplierOptions[K] | undefined;
};

const options: z.ZodType<LagrangeMultiplierOptions, LagrangeMultiplierInput> = z.strictObject({
  kind: z.enum(["lower", "upper", "equality"]).default("lower"),
  squash: z.enum(["none", "sigmoid", "tanh", "softplus", "exp"]).default("sigmoid"), // 055 §Mechanism: σ for inequalities
  rate: z.number().positive().default(0.1), // 055 §Mechanism: SGD lr 0.1
  momentum: z.number().min(0).lt(1).default(0), // 055 §Mechanism: 0.1 in the released code; §Pitfalls: free of momentum
  initial: z.number().default(0), // 055 §Mechanism: drawn around 0
  limit: z.number().positive().nullable().default(null),
});

/**
 * Learns the weight of a constraint: it grows while the constraint is broken and shrinks while it holds.
 *
 *   out = μ(z);  z ← z − rate·v,  v ← momentum·v + s·(m − bound)·μ'(z),  s = +1 lower and equality, −1 upper
 *   m = mean of the counted of_i;  μ = σ | tanh | log(1 + e^z) | e^z | z (held at ≥ 0 unless equality)
 *
 * This is gradient descent on s·μ(z)·(m − bound), with the batch a step after it was measured. Below
 * its lower bound a signal earns more weight: add `μ * signal` to the reward. Above its upper bound a
 * cost does: subtract `μ * cost`. For an equality choose `tanh` or `none`, whose weight turns
 * negative to push an overshooting signal down. A training step without values, or without a bound,
 * changes nothing.
 *
 * Several constraints are several terms, and the mixed reward an expression over them. Two reward
 * models held at their proxy points, with what the constraints leave for the KL (055, μ-PPO):
 *
 * ```yaml
 * terms:
 *   m1: { use: lagrange-multiplier, of: meteor, bound: 0.238 }
 *   m2: { use: lagrange-multiplier, of: intent, bound: 0.44 }
 * total: m1 * meteor + m2 * intent + (2 - m1 - m2) * kl
 * ```
 *
 * @shape of [R], bound (one number), among [R] → one number
 * @unit any, same, any → weight
 * @paper 055 §Mechanism (μ-PPO: lower, sigmoid; ξ-PPO: equality, tanh; All-PPO: upper; each with rate 0.1)
 * @paper 220 §Mechanism (the conservative penalty meets a target: upper, exp)
 * @paper 053 §Mechanism (multipliers with one constraint; several with weights of sum 1 are `constraint-weight`)
 * @paper 107 (the family of adaptive coefficients)
 * @kind schedule
 * @alias lagrangian = { use: lagrange-multiplier, of: reward, bound: 0.5, squash: sigmoid, rate: 0.1 }
 * @alias dualAlpha = { use: lagrange-multiplier, of: penalty, bound: 50, kind: upper, squash: exp, initial: -4.6 }
 * @alias equality constraint = { use: lagrange-multiplier, kind: equality, squash: tanh }
 * @plot { of: 0.8, bound: 0.5 } over step 0..200
 * @plot { kind: "upper", of: 0.8, bound: 0.5 } over step 0..200
 * @plot { kind: "equality", squash: "tanh", of: 0.8, bound: 0.5 } over step 0..200
 *
 * ```ts doctest
 * import { lagrangeMultiplier } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [piece, layout] = [lagrangeMultiplier({ squash: "none" }), flatLayout([2])];
 * const batch = [fullSignal("rollout", [0, 1]), fullSignal("batch", [0.75]), fullSignal("rollout", [1, 1])];
 * const state = piece.adaptive.step(piece.adaptive.init(), batch, layout, 0);
 * piece.apply(batch, layout, { step: 1, state }).values[0] // => 0.025
 * ```
 */
export const lagrangeMultiplier: TransformFactory<typeof options> = defineSchedule({
  name: "lagrange-multiplier",
  version: 1,
  summary: "Learns the weight of a constraint: it grows while the constraint is broken and shrinks while it holds.",
  options,
  build: (settings) => {
    const adaptive = {
      init: (): MultiplierState => ({ z: held(settings.initial, settings), velocity: 0 }),
      step: (state: unknown, [of, bound, among]: readonly Signal[]): MultiplierState =>
        nextMultiplier(state as MultiplierState, excessOf(of as Signal, bound as Signal, among), settings),
    };
    return {
      level: "batch",
      scope: "batch",
      inputs: [
        { name: "of", level: "rollout" },
        { name: "bound", level: "batch" },
        { name: "among", level: "rollout", default: 1 },
      ],
      adaptive,
      range: () => multiplierRange(settings),
      trend: () => "unknown",
      apply: (_inputs, _layout, moment) =>
        fullSignal("batch", [SQUASH[settings.squash].value(stateOf<MultiplierState>(adaptive, moment).z)]),
    };
  },
});

type MultiplierState = { readonly z: number; readonly velocity: number };

/** Each squash with its derivative. */
const SQUASH: {
  readonly [S in LagrangeMultiplierOptions["squash"]]: {
    value(z: number): number;
    slope(z: number): number;
    readonly range: Interval;
  };
} = {
  none: { value: (z) => z, slope: () => 1, range: UNBOUNDED },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z), range: UNIT },
  tanh: { value: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2, range: { min: -1, max: 1 } },
  softplus: {
    value: (z) => Math.max(z, 0) + log1pOfUnit(exp(-Math.abs(z))),
    slope: sigmoid,
    range: { min: 0, max: Number.POSITIVE_INFINITY },
  },
  exp: { value: Math.exp, slope: Math.exp, range: { min: 0, max: Number.POSITIVE_INFINITY } },
};

function sigmoid(z: number): number {
  return 1 / (1 + exp(-z));
}

/** How far the mean lies above the bound; nothing where either is missing. */
function excessOf(of: Signal, bound: Signal, among: Signal | undefined): number | undefined {
  const mean = bound.present[0] === 1 ? batchStatisticOf(of, { statistic: "mean", quantile: 0.5 }, among) : undefined;
  return mean === undefined ? undefined : mean - (bound.values[0] as number);
}

function nextMultiplier(
  state: MultiplierState,
  excess: number | undefined,
  settings: LagrangeMultiplierOptions,
): MultiplierState {
  const { kind, squash, rate, momentum } = settings;
  if (excess === undefined) return state;
  const slope = (kind === "upper" ? -excess : excess) * SQUASH[squash].slope(state.z);
  const velocity = momentum * state.velocity + slope;
  const z = held(state.z - rate * velocity, settings);
  return Number.isFinite(velocity) && Number.isFinite(SQUASH[squash].value(z)) ? { z, velocity } : state;
}

/** The parameter within its limit, and at least 0 where it is the weight of an inequality itself. */
function held(z: number, { kind, squash, limit }: LagrangeMultiplierOptions): number {
  const least = squash === "none" && kind !== "equality" ? 0 : Number.NEGATIVE_INFINITY;
  const bound = limit ?? Number.POSITIVE_INFINITY;
  return Math.min(Math.max(z, least, -bound), bound);
}

function multiplierRange({ kind, squash, limit }: LagrangeMultiplierOptions): Interval {
  const { value, range } = SQUASH[squash];
  const least = squash === "none" && kind !== "equality" ? 0 : range.min;
  if (limit === null) return { min: least, max: range.max };
  return { min: Math.max(least, value(-limit)), max: value(limit) };
}
