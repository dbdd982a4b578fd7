import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  hull,
  type Interval,
  type Layout,
  memberOffsets,
  type Signal,
  UNBOUNDED,
} from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { lengthOf } from "./length-of.ts";

export interface OtherRegardingOptions {
  /** One's own payoff, that and a share of the others', or the mean of this over the group. */
  readonly mode: "private" | "integrated" | "cooperative";
  /** Whether the others' payoffs are added up or averaged. */
  readonly others: "sum" | "mean";
  /** How much agent i depends on agent j, by their places in the group; 1 for all when absent. */
  readonly matrix?: readonly (readonly number[])[] | undefined;
}
type OtherRegardingInput = { readonly [K in keyof OtherRegardingOptions]?: OtherRegardingOptions[K] | undefined };

const options: z.ZodType<OtherRegardingOptions, OtherRegardingInput> = z
  .strictObject({
    mode: z.enum(["private", "integrated", "cooperative"]).default("integrated"),
    others: z.enum(["sum", "mean"]).default("sum"),
    matrix: z.array(z.array(z.number()).min(1).readonly()).min(1).readonly().optional(),
  })
  .refine(({ matrix }) => matrix?.every((row) => row.length === matrix.length) ?? true, {
    path: ["matrix"],
    error: "a matrix of dependence has as many columns as rows",
  });

/**
 * Lets the agents of a group care for one another's payoffs.
 *
 *   U_i = of_i + weight_i · Σ_{j≠i} D_ij of_j,  or the mean over the others instead of the sum
 *   out_i = of_i private · U_i integrated · mean of U over the group cooperative
 *
 * The rollouts of a group are the agents; D is `matrix`, by place in the group, else 1. `weight` is an
 * agent's loyalty or trust, a number or a term. The result is missing where an input is, and such an
 * agent is in nobody's sum. A cost that loyalty refunds is added outside: `0.3 * loyalty * cost`.
 *
 * @shape of [R], weight [R] → [R]
 * @unit payoff, share → payoff
 * @throws RewardError GUERDON_SHAPE when lengths differ, or a group has more agents than `matrix`
 * @paper 049 §Mechanism (π_i + Σ D_ij π_j; the cooperative mode is the mean of these)
 * @paper 048 §Mechanism (π_i + θ_i · φ_B · mean payoff of the others, φ_B = 0.8)
 * @kind combinator
 * @alias rewardMode
 * @alias other-regarding
 * @alias otherRegarding = { use: other-regarding, others: mean, weight: "0.8 * loyalty" }
 * @alias loyalty = "integrated + 0.3 * theta * cost", integrated: { use: other-regarding, others: mean, weight: "0.8 * theta" }
 * @plot { weight: 0.5 } over members [1, 0, 0.5, 0]
 * @plot { weight: 0.5, mode: cooperative } over members [1, 0, 0.5, 0]
 *
 * ```ts doctest
 * import { otherRegarding } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [payoff, loyalty] = [fullSignal("rollout", [4, 0, 2]), fullSignal("rollout", [0, 1, 0.5])];
 * [...otherRegarding({ others: "mean" }).apply([payoff, loyalty], flatLayout([3])).values] // => [4, 3, 3]
 * ```
 */
export const otherRegarding: TransformFactory<typeof options> = defineCombinator({
  name: "other-regarding",
  version: 1,
  summary: "Lets the agents of a group care for one another's payoffs.",
  options,
  build: (settings) => ({
    scope: "group",
    inputs: [{ name: "of" }, { name: "weight", default: 1 }],
    range: ([of, weight]) => rangeOfUtility(of as Interval, weight as Interval, settings),
    trend: (index, [, weight]) => {
      if (settings.mode === "private") return index === 0 ? "increasing" : "constant";
      if (index === 1) return "unknown";
      const kind = (settings.matrix ?? [[1]]).every((row) => row.every((share) => share >= 0));
      return settings.mode === "integrated" || (kind && (weight as Interval).min >= 0) ? "increasing" : "unknown";
    },
    apply: (inputs, layout) => regard(inputs, layout, settings),
  }),
});

function regard(inputs: readonly Signal[], layout: Layout, { mode, others, matrix }: OtherRegardingOptions): Signal {
  const [of, weight] = inputs as readonly [Signal, Signal];
  const values = new Float64Array(lengthOf(inputs));
  const present = jointPresent(inputs);
  const offsets = memberOffsets(layout, of.level);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const [from, to] = [offsets[group] as number, offsets[group + 1] as number];
    if (matrix !== undefined && to - from > matrix.length) throw tooMany(to - from, matrix.length);
    let [agents, total] = [0, 0];
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      let [count, sum] = [0, 0];
      for (let j = from; j < to && mode !== "private"; j++) {
        if (j === i || present[j] === 0) continue;
        count++;
        sum +=
          (matrix === undefined ? 1 : ((matrix[i - from] as readonly number[])[j - from] as number)) *
          (of.values[j] as number);
      }
      const regarded = others === "mean" && count > 0 ? sum / count : sum;
      values[i] = (of.values[i] as number) + (weight.values[i] as number) * regarded;
      agents++;
      total += values[i] as number;
    }
    if (mode === "cooperative") for (let i = from; i < to; i++) if (present[i] === 1) values[i] = total / agents;
  }
  return deriveSignal(of.level, values, present, inputs);
}

function tooMany(agents: number, known: number): RewardError {
  return new RewardError(
    "GUERDON_SHAPE",
    `Expected a group of at most ${known} agents, as many as \`matrix\` has rows, got ${agents}.`,
    { details: { expected: known, got: agents } },
  );
}

function rangeOfUtility(of: Interval, weight: Interval, { mode, others, matrix }: OtherRegardingOptions): Interval {
  if (mode === "private") return of;
  const nobody = { min: 0, max: 0 };
  if ((weight.min === 0 && weight.max === 0) || (of.min === 0 && of.max === 0)) return of;
  if (others === "sum") return UNBOUNDED;
  const shares = matrix === undefined ? [1] : matrix.flat();
  const products = [weight.min, weight.max].flatMap((w) =>
    [Math.min(...shares), Math.max(...shares)].flatMap((d) =>
      [of.min, of.max].map((reward) => (w * d === 0 || reward === 0 ? 0 : w * d * reward)),
    ),
  );
  const regarded = hull(nobody, ...products.map((value) => ({ min: value, max: value })));
  return { min: of.min + regarded.min, max: of.max + regarded.max };
}
