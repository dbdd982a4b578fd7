import { z } from "zod";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkIndexes, checkLength } from "./check-length.ts";
import { logSigmoid, logSumExp, sigmoid } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface OrderLossOptions {
  /** One choice among all objects, or pairs. */
  readonly mode: "pareto-softmax" | "pairwise";
  /** Utilities closer than this are equal: target ½. */
  readonly tie: number;
}

export interface OrderColumns {
  /** Predicted log reward of each object. */
  readonly scores: Float64Array;
  /** pareto-softmax: 1 for objects that no other dominates. */
  readonly front?: Uint8Array;
  /** pairwise: what orders the objects. */
  readonly utilities?: Float64Array;
  /** pairwise: the pairs to compare; without them all pairs. */
  readonly first?: Int32Array;
  /** The second of each pair, as an index of scores. */
  readonly second?: Int32Array;
}

export interface OrderLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d scores [B]. */
  readonly gradient: Float64Array;
  /** Objects, or pairs, the loss is made of. */
  readonly comparisons: number;
}

const OPTIONS: z.ZodType<OrderLossOptions, Given<OrderLossOptions>> = z
  .strictObject({
    mode: z.enum(["pareto-softmax", "pairwise"]).default("pairwise"),
    tie: z.number().min(0).default(1e-6), // 023 §Mechanism 2: equal within 1e-6
  })
  .readonly();

/**
 * Fits predicted log rewards to an order alone: the objects of a Pareto front, or pairs.
 *
 *   pareto-softmax  y = 1[on the front] / |front|,  loss = −Σ y·log softmax(s)
 *   pairwise        y = 1, ½ (equal within `tie`) or 0,  loss = mean over pairs of −y·log σ(s − s′) − (1 − y)·log σ(s′ − s)
 *
 * No object on the front, or no pair: loss 0. The loss is minimised.
 *
 * @shape scores [B], front [B] or utilities [B] → loss, gradient [B]
 * @unit log reward → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ or the column of the mode is missing; GUERDON_OPTION
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows
 * @paper 023 §Mechanism 2, 021, 029, 098
 * @kind objective
 * @alias order loss
 *
 * ```ts doctest
 * import { orderLoss } from "@guerdon/core/objective";
 * const scores = Float64Array.of(0, 0);
 * [...orderLoss({ scores, utilities: Float64Array.of(2, 1) }).gradient] // => [-0.5, 0.5]
 * ```
 */
export function orderLoss(
  columns: OrderColumns,
  options?: Given<OrderLossOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): OrderLoss {
  const { mode, tie } = optionsOf("orderLoss", OPTIONS, options);
  const { scores, front, utilities, first, second } = columns;
  const count = scores.length;
  checkLength("front", mode === "pareto-softmax" ? (front ?? []) : front, count, "B");
  checkLength("utilities", mode === "pairwise" ? (utilities ?? []) : utilities, count, "B");
  checkLength("second", second ?? [], first?.length ?? 0, "P");
  const gradient = bufferFor("out.gradient", out.gradient, count, "B").fill(0);
  const result =
    mode === "pareto-softmax"
      ? choose(scores, front as Uint8Array, gradient)
      : compare(scores, utilities as Float64Array, pairsOf(count, first, second), tie, gradient);
  checkFinite("orderLoss", result.loss, { gradient });
  return { ...result, gradient };
}

type Sum = { readonly loss: number; readonly comparisons: number };

function choose(scores: Float64Array, front: Uint8Array, gradient: Float64Array): Sum {
  const count = scores.length;
  let members = 0;
  for (let i = 0; i < count; i++) if (front[i] !== 0) members++;
  if (members === 0) return { loss: 0, comparisons: 0 };
  const sum = logSumExp(scores, 0, count);
  let loss = 0;
  for (let i = 0; i < count; i++) {
    const [y, log] = [front[i] === 0 ? 0 : 1 / members, (scores[i] as number) - sum];
    loss -= y * log;
    gradient[i] = exp(log) - y;
  }
  return { loss, comparisons: count };
}

type Pairs = readonly [Int32Array, Int32Array];

function pairsOf(count: number, first?: Int32Array, second?: Int32Array): Pairs {
  if (first !== undefined && second !== undefined) {
    checkIndexes("first", first, count);
    checkIndexes("second", second, count);
    return [first, second];
  }
  const total = (count * (count - 1)) / 2;
  const [left, right] = [new Int32Array(total), new Int32Array(total)];
  let at = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      left[at] = i;
      right[at++] = j;
    }
  }
  return [left, right];
}

function compare(
  scores: Float64Array,
  utilities: Float64Array,
  [left, right]: Pairs,
  tie: number,
  gradient: Float64Array,
): Sum {
  const pairs = left.length;
  let loss = 0;
  for (let k = 0; k < pairs; k++) {
    const [i, j] = [left[k] as number, right[k] as number];
    const gap = (utilities[i] as number) - (utilities[j] as number);
    const y = Math.abs(gap) <= tie ? 0.5 : gap > 0 ? 1 : 0;
    const d = (scores[i] as number) - (scores[j] as number);
    loss -= (y * logSigmoid(d) + (1 - y) * logSigmoid(-d)) / pairs;
    const push = (sigmoid(d) - y) / pairs;
    gradient[i] = (gradient[i] as number) + push;
    gradient[j] = (gradient[j] as number) - push;
  }
  return { loss, comparisons: pairs };
}
