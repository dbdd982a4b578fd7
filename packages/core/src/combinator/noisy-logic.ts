import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import type { Interval } from "../signal/index.ts";
import { combineRows, type RowKernel, rangeOfRows } from "./combine-rows.ts";

const FORMS = ["log-probability", "probability", "score"] as const;

export interface NoisyLogicOptions {
  /** Whether all, at least one, or none of the properties must hold. */
  readonly op: "and" | "or" | "not";
  /** What the inputs are; a score s stands for the probability σ(s). */
  readonly from: (typeof FORMS)[number];
  /** What comes out. */
  readonly to: "log-probability" | "probability";
}
type NoisyLogicInput = { readonly [K in keyof NoisyLogicOptions]?: NoisyLogicOptions[K] | undefined };

const options: z.ZodType<NoisyLogicOptions, NoisyLogicInput> = z.strictObject({
  op: z.enum(["and", "or", "not"]).default("and"),
  from: z.enum(FORMS).default("log-probability"),
  to: z.enum(["log-probability", "probability"]).default("log-probability"),
});

/**
 * The probability that all, any or none of several independent properties hold.
 *
 *   and Σ_k log p_k · or log(1 − Π_k (1 − p_k)) · not Σ_k log(1 − p_k),  or e^ of it with `to: probability`
 *   log p_k = of_k log-probability · log of_k probability · log σ(of_k) score, where of_k = reward − reference
 *
 * A failing property dominates, and one that holds surely adds nothing more: the sum of the scores
 * would let one pay for another. A probability above 1 counts as 1, one below 0 as 0. What cannot be
 * has the log-probability −∞, which is no number: a failure of the engine. Logarithms of 1 − p are taken
 * by the branch that keeps the digits. A missing input makes the result missing.
 *
 * @shape of K × [R] → [R]
 * @unit log-probability, probability or score → log-probability or probability
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 163 §Mechanism (u = Σ log σ(r − r_ref): the log-probability that all are good)
 * @kind combinator
 * @alias logicalAnd = { use: noisy-logic, op: and }
 * @alias logicalOr = { use: noisy-logic, op: or }
 * @alias logicalNot = { use: noisy-logic, op: not }
 * @alias not = { use: noisy-logic, op: not }
 * @alias noisy-and = { use: noisy-logic, op: and, to: probability }
 * @alias noisy-or = { use: noisy-logic, op: or, to: probability }
 * @plot { of: [1], from: score, to: probability } over of -5..5
 * @plot { of: [1], from: score, to: probability, op: or } over of -5..5
 * @plot { of: [1], from: score, to: probability, op: not } over of -5..5
 *
 * ```ts doctest
 * import { noisyLogic } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [helpful, harmless] = [fullSignal("rollout", [0.5, 1]), fullSignal("rollout", [0.5, 0])];
 * const piece = noisyLogic({ from: "probability", to: "probability" });
 * [...piece.apply([helpful, harmless], flatLayout([2])).values] // => [0.25, 0]
 * ```
 */
export const noisyLogic: TransformFactory<typeof options> = defineCombinator({
  name: "noisy-logic",
  version: 1,
  summary: "The probability that all, any or none of several independent properties hold.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfLogic(inputs, settings),
    trend: () => (settings.op === "not" ? "decreasing" : "increasing"),
    apply: (inputs) => combineRows(inputs, kernelOf(settings)),
  }),
});

function kernelOf({ op, from, to }: NoisyLogicOptions): RowKernel {
  return (row) => {
    let logs = 0;
    for (let k = 0; k < row.length; k++) {
      const log = logOf(row[k] as number, from);
      logs += op === "and" ? log : logOfRest(log);
    }
    const found = op === "or" ? logOfRest(logs) : logs;
    return to === "probability" ? Math.exp(found) : found;
  };
}

function logOf(value: number, from: NoisyLogicOptions["from"]): number {
  if (from === "log-probability") return Math.min(0, value);
  if (from === "probability") return Math.log(Math.min(1, Math.max(0, value)));
  return value < 0 ? value - Math.log1p(Math.exp(value)) : -Math.log1p(Math.exp(-value));
}

/** log(1 − e^log) of a log-probability. */
function logOfRest(log: number): number {
  return log > -Math.LN2 ? Math.log(-Math.expm1(log)) : Math.log1p(-Math.exp(log));
}

function rangeOfLogic(inputs: readonly Interval[], settings: NoisyLogicOptions): Interval {
  const ends = settings.op === "not" ? inputs.map(({ min, max }) => ({ min: max, max: min })) : inputs;
  return rangeOfRows(ends, kernelOf(settings));
}
