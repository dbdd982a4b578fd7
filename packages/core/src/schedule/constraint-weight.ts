import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Signal, UNIT } from "../signal/index.ts";
import { batchStatisticOf } from "./batch-statistic-of.ts";
import { softmax } from "./softmax.ts";

export interface ConstraintWeightOptions {
  /** What the mean of each constraint's signal is held against, in the order of `of`. */
  readonly bounds: readonly number[];
  /** Whether each mean should lie above its bound or below it: one word for all, or one for each. */
  readonly kinds: "upper" | "lower" | readonly ("upper" | "lower")[];
  /** Whose weight this is: 0 the main reward, k the k-th constraint. */
  readonly take: number;
  /** The constraint (from 1) below whose weight the main reward never falls. */
  readonly bootstrap: number | null;
  /** How the multipliers are moved. */
  readonly optimiser: "adam" | "sgd";
  /** How far a multiplier moves in one step. */
  readonly rate: number;
  /** All logits before the first training step. */
  readonly initial: number;
}
type ConstraintWeightInput = { readonly bounds: readonly number[] } & {
  readonly [K in keyof ConstraintWeightOptions]?: ConstraintWeightOptions[K] | undefined;
};

const kind = z.enum(["upper", "lower"]);
const options: z.ZodType<ConstraintWeightOptions, ConstraintWeightInput> = z
  .strictObject({
    bounds: z.array(z.number()).min(1).readonly(),
    kinds: z.union([kind, z.array(kind).readonly()]).default("upper"),
    take: z.int().nonnegative().default(0),
    bootstrap: z.int().positive().nullable().default(null),
    optimiser: z.enum(["adam", "sgd"]).default("adam"), // 053 §Mechanism: Adam
    rate: z.number().positive().default(0.05),
    initial: z.number().default(0.02), // 053 §Mechanism: init 0.02
  })
  .superRefine(({ bounds, kinds, take, bootstrap }, issues) => {
    const wrong = (path: string, message: string): void => issues.addIssue({ code: "custom", path: [path], message });
    if (typeof kinds !== "string" && kinds.length !== bounds.length)
      wrong("kinds", "needs one word, or one for each bound");
    if (take > bounds.length) wrong("take", `is beyond the last constraint, ${bounds.length}`);
    if ((bootstrap ?? 0) > bounds.length) wrong("bootstrap", `is beyond the last constraint, ${bounds.length}`);
  });

/**
 * Learns the weights of a main reward and its constraints, which add up to 1, and says one of them.
 *
 *   λ = softmax(z_0 … z_K);  out = λ_take;  with `bootstrap` b and take 0: max(λ_0, λ_b)
 *   L = Σ_k s_k·λ_k·(m_k − bound_k),  s = +1 lower, −1 upper,  m_k = mean of the k-th signal
 *   z ← z − rate·∂L/∂z by Adam (0.9, 0.999, 1e-8) or plain descent
 *
 * Unlike several `lagrange-multiplier` the weights compete, so the whole reward keeps its size. The
 * terms for the main reward and each constraint are the same but for `take`, and have the same
 * state. A constraint without values in a training step is left out of L and keeps its logit; when
 * none has values nothing changes.
 *
 * Two frequencies to keep low, a success to be reached, and a main reward that success may not
 * drown (053, DBS):
 *
 * ```yaml
 * terms:
 *   w0: { use: constraint-weight, of: [lava, idle, success], bounds: [0.02, 0.05, 0.9], kinds: [upper, upper, lower], bootstrap: 3 }
 *   w1: { use: constraint-weight, of: [lava, idle, success], bounds: [0.02, 0.05, 0.9], kinds: [upper, upper, lower], take: 1 }
 *   w2: { use: constraint-weight, of: [lava, idle, success], bounds: [0.02, 0.05, 0.9], kinds: [upper, upper, lower], take: 2 }
 *   w3: { use: constraint-weight, of: [lava, idle, success], bounds: [0.02, 0.05, 0.9], kinds: [upper, upper, lower], take: 3 }
 * total: w0 * main - w1 * lava - w2 * idle + w3 * success
 * ```
 *
 * @shape of K × [R] → one number
 * @unit any → weight
 * @throws RewardError GUERDON_OPTION when lists have other lengths than `bounds`, or a constraint does not exist
 * @throws RewardError GUERDON_SHAPE when there are not as many signals as bounds
 * @paper 053 §Mechanism (DBS: softmax of logits from 0.02 by Adam, bootstrap constraint)
 * @paper 055 (the family of learnt weights)
 * @kind schedule
 * @alias lagrangianSoftmax = { use: constraint-weight, of: [lava, idle], bounds: [0.02, 0.05] }
 * @plot { bounds: [0.1, 0.5], kinds: ["upper", "lower"], take: 0 } over members [[0.5, 0.5], [0.8, 0.8]]
 * @plot { bounds: [0.1, 0.5], kinds: ["upper", "lower"], take: 1 } over members [[0.5, 0.5], [0.8, 0.8]]
 * @plot { bounds: [0.1, 0.5], kinds: ["upper", "lower"], take: 2 } over members [[0.5, 0.5], [0.8, 0.8]]
 *
 * ```ts doctest
 * import { constraintWeight } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [piece, layout] = [constraintWeight({ bounds: [0.1], take: 1 }), flatLayout([2])];
 * const broken = [fullSignal("rollout", [1, 1])];
 * const state = piece.adaptive.step(piece.adaptive.init(), broken, layout, 0);
 * [piece.apply(broken, layout).values[0], piece.apply(broken, layout, { step: 1, state }).values[0].toFixed(3)] // => [0.5, "0.525"]
 * ```
 */
export const constraintWeight: TransformFactory<typeof options> = defineSchedule({
  name: "constraint-weight",
  version: 1,
  summary: "Learns the weights of a main reward and its constraints, which add up to 1, and says one of them.",
  options,
  build: (settings) => {
    const { bounds, initial, take, bootstrap } = settings;
    const zeros = new Array<number>(bounds.length + 1).fill(0);
    const adaptive = {
      init: (): WeightState => ({ z: zeros.map(() => initial), m: zeros, v: zeros, t: zeros }),
      step: (state: unknown, inputs: readonly Signal[]): WeightState =>
        nextWeights(state as WeightState, excesses(inputs, settings), settings),
    };
    return {
      level: "batch",
      scope: "batch",
      inputs: [{ name: "of", level: "rollout", many: true }],
      adaptive,
      range: () => UNIT,
      trend: () => "unknown",
      apply: (_inputs, _layout, moment) => {
        const weights = softmax(stateOf<WeightState>(adaptive, moment).z);
        const own = weights[take] as number;
        const other = take === 0 && bootstrap !== null ? (weights[bootstrap] as number) : own;
        return fullSignal("batch", [Math.max(own, other)]);
      },
    };
  },
});

/** Logits of the main reward and the constraints; moments of Adam and how often each logit has moved. */
type WeightState = {
  readonly z: readonly number[];
  readonly m: readonly number[];
  readonly v: readonly number[];
  readonly t: readonly number[];
};

/** s_k·(m_k − bound_k) of each constraint, from index 1; 0 for the main reward, nothing where there are no values. */
function excesses(
  inputs: readonly Signal[],
  { bounds, kinds }: ConstraintWeightOptions,
): readonly (number | undefined)[] {
  if (inputs.length !== bounds.length) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`of\` to have ${bounds.length} signals, one for each of \`bounds\`, got ${inputs.length}.`,
      { details: { expected: bounds.length, got: inputs.length } },
    );
  }
  const own = inputs.map((of, k) => {
    const mean = batchStatisticOf(of, { statistic: "mean", quantile: 0.5 });
    if (mean === undefined || !Number.isFinite(mean)) return undefined;
    const upper = (typeof kinds === "string" ? kinds : kinds[k]) === "upper";
    return (upper ? -1 : 1) * (mean - (bounds[k] as number));
  });
  return [own.some((excess) => excess !== undefined) ? 0 : undefined, ...own];
}

function nextWeights(
  state: WeightState,
  excess: readonly (number | undefined)[],
  { optimiser, rate }: ConstraintWeightOptions,
): WeightState {
  const weights = softmax(state.z);
  const loss = weights.reduce((sum, weight, k) => sum + weight * (excess[k] ?? 0), 0);
  const slope = (k: number): number | undefined => {
    const own = excess[k];
    return own === undefined ? undefined : (weights[k] as number) * (own - loss);
  };
  if (!Number.isFinite(loss)) return state;
  const [z, m, v, t] = [[...state.z], [...state.m], [...state.v], [...state.t]];
  for (let k = 0; k < z.length; k++) {
    const g = slope(k);
    if (g === undefined || !Number.isFinite(g * g)) continue;
    t[k] = (t[k] as number) + 1;
    m[k] = optimiser === "sgd" ? 0 : 0.9 * (m[k] as number) + 0.1 * g;
    v[k] = optimiser === "sgd" ? 0 : 0.999 * (v[k] as number) + 0.001 * g * g;
    const mean = (m[k] as number) / (1 - 0.9 ** (t[k] as number));
    const spread = Math.sqrt((v[k] as number) / (1 - 0.999 ** (t[k] as number)));
    z[k] = (z[k] as number) - rate * (optimiser === "sgd" ? g : mean / (spread + 1e-8));
  }
  return { z, m, v, t };
}
