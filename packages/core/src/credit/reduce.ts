import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  abstained,
  deriveSignal,
  hull,
  type Interval,
  type Layout,
  type Missing,
  type Signal,
  sizeAt,
} from "../signal/index.ts";
import { gatherMembers } from "./gather-members.ts";
import { REDUCTIONS, type ReductionName } from "./reductions.ts";

export interface ReduceOptions {
  /** What is gathered. */
  readonly from: "step" | "token";
  /** Into what: the rollout, or the steps of tokens. */
  readonly to: "rollout" | "step";
  /** How one number is made of the steps or tokens. */
  readonly by: ReductionName;
  /** The quantile, with `by: quantile`. */
  readonly q: number;
  /** What one missing value does: makes the result missing, or is left out. */
  readonly missing: "propagate" | "skip";
  /** Value of a rollout without any step; without it the result is missing. */
  readonly empty: number | null;
}
type ReduceInput = { readonly [K in keyof ReduceOptions]?: ReduceOptions[K] | undefined };

const options: z.ZodType<ReduceOptions, ReduceInput> = z
  .strictObject({
    from: z.enum(["step", "token"]).default("step"),
    to: z.enum(["rollout", "step"]).default("rollout"),
    by: z.enum(Object.keys(REDUCTIONS) as [ReductionName, ...ReductionName[]]).default("mean"),
    q: z.number().min(0).max(1).default(0.5),
    missing: z.enum(["propagate", "skip"]).default("propagate"),
    empty: z.number().nullable().default(null),
  })
  .refine(({ from, to }) => from === "token" || to === "rollout", {
    path: ["to"],
    message: "only tokens can be gathered into steps",
  });

const EMPTY: Missing = abstained("there is nothing to reduce");

/**
 * Gathers the values of a rollout's steps or tokens into one value, or those of a step's tokens.
 *
 *   mean | sum | min | max | first | last | product | quantile (linear between neighbours, at q)
 *   geometric-mean   exp(mean ln v), 0 where a value is not above 0
 *   mean-logit       σ(mean ln(v / (1 − v))),  v kept in [1e-6, 1 − 1e-6]
 *   mean-odds        max(0, mean v / (1 − v)),  v ≤ 1 − 1e-6
 *
 * One missing value makes the result missing for the gravest reason, or is left out with `missing:
 * skip`; leaving values out flatters a rollout whose bad steps could not be scored. A rollout
 * without any step, or a step without tokens, is worth `empty`, or abstains.
 *
 * @shape of [S] → [R]; of [T] → [R] with `from: token`, → [S] with `to: step` besides
 * @unit any → same
 * @throws RewardError GUERDON_OPTION when steps are to be gathered into steps
 * @paper 067 §Mechanism: eight reductions of step probabilities
 * @paper 126 §Pieces: min, mean and last; 146 §Mechanism 4: product, min or last; 136 §Mechanism: mean, min, product
 * @paper 221 §Mechanism 2: mean token entropy of a step
 * @paper 107 §Mechanism: N_HE, the number of windows at or above a threshold; its 95th percentile
 * @paper 089 §Mechanism 1: log-ratios of tokens; 124 §Mechanism 1: summed over a step
 * @paper 109 §Mechanism: scores divided by the number of positive ones, or by the declared maximum
 * @kind credit
 * @alias reduceSteps = { use: reduce, by: mean-logit }
 * @alias pathScore = { use: reduce, by: last }
 * @alias stepReduce = { use: reduce, by: mean }
 * @alias hierarchicalReward = "0.5 * steps + 0.5 * trajectory"
 * @alias stepEntropy = { use: reduce, from: token, to: step, by: mean }
 * @alias countAbove = { use: reduce, from: token, by: sum, of: entropy >= threshold }
 * @alias 107:percentile = { use: reduce, from: token, by: quantile, q: 0.95 }
 * @alias implicitProcessReward = "policy - reference"
 * @alias 092:implicitReward = { use: reduce, from: token, by: sum, of: 0.1 * (policy - reference) }
 * @alias 124:implicitProcessReward = { use: reduce, from: token, to: step, by: sum, of: 0.05 * (policy - reference) }
 * @alias contrastivePromptReward = "sigmoid(better - worse) - 0.5"
 * @alias klToRef = "policy - reference"
 * @alias turnReward = "scores / max(1, where(won > 0, positives, declared))"
 * @alias differenceReward = "whole - without"
 * @alias leaveOneOutSensitivity = "abs(whole - without)"
 * @plot { by: mean } over steps [0.2, 0.9, 0.8]
 * @plot { by: min } over steps [0.2, 0.9, 0.8]
 *
 * ```ts doctest
 * import { reduce } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 2, 3) };
 * [...reduce({ by: "product" }).apply([fullSignal("step", [0.5, 0.5, 0.75])], layout).values] // => [0.25, 0.75]
 * ```
 */
export const reduce: TransformFactory<typeof options> = defineCredit({
  name: "reduce",
  version: 1,
  summary: "Gathers the values of a rollout's steps or tokens into one value, or those of a step's tokens.",
  options,
  build: (settings) => {
    const { from, to, by, empty } = settings;
    const { range, increasing } = REDUCTIONS[by];
    return {
      level: to,
      inputs: [{ name: "of", level: from }],
      range: (inputs) => {
        const reached = range(inputs[0] as Interval);
        return empty === null ? reached : hull(reached, { min: empty, max: empty });
      },
      trend: (_, inputs) => (increasing(inputs[0] as Interval) ? "increasing" : "unknown"),
      apply: (inputs, layout) => gather(inputs[0] as Signal, layout, settings),
    };
  },
});

function gather(of: Signal, layout: Layout, { from, to, by, q, missing, empty }: ReduceOptions): Signal {
  const length = sizeAt(layout, to);
  const expected = sizeAt(layout, from);
  if (of.values.length !== expected) {
    throw new RewardError("GUERDON_SHAPE", `Expected \`of\` to have ${expected} values, got ${of.values.length}.`, {
      details: { expected, got: of.values.length },
    });
  }
  const { values, offsets, reasons } = gatherMembers(of, layout, to, by === "quantile");
  const reduction = REDUCTIONS[by];
  const lacks = reasons.size > 0;
  const out = new Float64Array(length);
  const present = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const start = offsets[i] as number;
    const end = offsets[i + 1] as number;
    const lacking = lacks && reasons.has(i);
    if (lacking && (missing === "propagate" || start === end)) continue;
    if (start === end) {
      if (empty === null) continue;
      out[i] = empty;
    } else out[i] = reduction.of(values, start, end, q);
    present[i] = 1;
  }
  return deriveSignal(to, out, present, (i) => reasons.get(i) ?? EMPTY);
}
