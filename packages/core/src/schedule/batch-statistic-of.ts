import { abstained, graver, type Missing, missingAt, type Signal } from "../signal/index.ts";

/** Numbers that sum up the values of a batch. */
export const STATISTICS = ["mean", "std", "min", "max", "quantile", "share"] as const;
export type Statistic = (typeof STATISTICS)[number];

export interface StatisticChoice {
  /** Which statistic of the batch is taken. */
  readonly statistic: Statistic;
  /** Which quantile, between neighbours by a straight line. */
  readonly quantile: number;
}

/** Number, mean and sum of squared deviations of the values counted. */
export interface Moments {
  count: number;
  mean: number;
  squares: number;
}

/**
 * Sums up the values of a batch in one number; nothing when none is counted.
 *
 * Counted are the present values whose `among` is present and positive; all present ones without
 * `among`. Values that are all equal have exactly their own mean and exactly no deviation.
 *
 *   mean · std √(Σ(v − mean)²/(n − 1)), 0 for one value · min · max
 *   quantile: straight line between neighbours · share: part of the values above 0
 *
 * @shape of [R], among [R] → one number
 * @kind schedule
 *
 * ```ts doctest
 * import { batchStatisticOf } from "@guerdon/core/schedule";
 * import { fullSignal } from "@guerdon/core/signal";
 * batchStatisticOf(fullSignal("rollout", [4, 1, 2, 3]), { statistic: "quantile", quantile: 0.5 }) // => 2.5
 * ```
 */
export function batchStatisticOf(of: Signal, choice: StatisticChoice, among?: Signal): number | undefined {
  const { statistic, quantile } = choice;
  if (statistic === "quantile") return quantileOf(countedValues(of, among).sort(), quantile);
  if (statistic === "mean" || statistic === "std") {
    const moments = momentsOf(of, among, statistic === "std");
    if (moments.count === 0) return undefined;
    return statistic === "mean" ? moments.mean : deviationOf(moments);
  }
  return walk(of, among, statistic);
}

/** Number, mean and, when asked for, squared deviations of the values counted. */
export function momentsOf(of: Signal, among: Signal | undefined, squared: boolean): Moments {
  const mask = countedMask(of, among);
  const complete = mask.indexOf(0) === -1;
  const { values } = of;
  const first = complete ? 0 : mask.indexOf(1);
  if (values.length === 0 || first === -1) return { count: 0, mean: Number.NaN, squares: 0 };
  const equal = allEqual(values, mask, first);
  const count = complete ? values.length : countOf(mask);
  if (equal) return { count, mean: values[first] as number, squares: 0 };
  const mean = (complete ? sumOfAll(values) : sumOfCounted(values, mask)) / count;
  return { count, mean, squares: squared ? squaresAround(values, mask, mean) : 0 };
}

/** Whether all values counted are the same; ends at the first that is not. */
function allEqual(values: Float64Array, mask: Uint8Array, first: number): boolean {
  const value = values[first] as number;
  for (let i = first + 1; i < values.length; i++) if (mask[i] === 1 && values[i] !== value) return false;
  return true;
}

function countOf(mask: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i] as number;
  return count;
}

/** In four sums side by side, which do not wait for each other. */
function sumOfAll(values: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 4 <= values.length; i += 4) {
    a += values[i] as number;
    b += values[i + 1] as number;
    c += values[i + 2] as number;
    d += values[i + 3] as number;
  }
  for (; i < values.length; i++) a += values[i] as number;
  return a + b + (c + d);
}

function sumOfCounted(values: Float64Array, mask: Uint8Array): number {
  let a = 0;
  let b = 0;
  for (let i = 0; i < values.length; i += 2) {
    if (mask[i] === 1) a += values[i] as number;
    if (mask[i + 1] === 1) b += values[i + 1] as number;
  }
  return a + b;
}

/** √(squares / (count − 1)); 0 for a single value. */
export function deviationOf({ count, squares }: Moments): number {
  return count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
}

/** The values counted, in their order. */
export function countedValues(of: Signal, among?: Signal): Float64Array {
  const mask = countedMask(of, among);
  return of.values.filter((_, i) => mask[i] === 1);
}

/** Quantile of ascending values; nothing when there are none. */
export function quantileOf(ascending: ArrayLike<number>, quantile: number): number | undefined {
  const { length } = ascending;
  if (length === 0) return undefined;
  const place = quantile * (length - 1);
  const below = Math.floor(place);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, length - 1)] as number;
  return low === high ? low : low * (1 - (place - below)) + high * (place - below);
}

/** Why a batch has no statistic: the gravest reason of what is missing. */
export function whyNothingCounts(inputs: readonly Signal[]): Missing {
  let reason: Missing | undefined;
  for (const input of inputs) {
    for (let i = 0; i < input.values.length; i++) {
      if (input.present[i] === 1) continue;
      const own = missingAt(input, i);
      reason = reason === undefined ? own : graver(reason, own);
    }
  }
  return reason ?? abstained("no rollout counts");
}

function countedMask(of: Signal, among: Signal | undefined): Uint8Array {
  if (among === undefined) return of.present;
  const mask = new Uint8Array(of.values.length);
  for (let i = 0; i < mask.length; i++) {
    mask[i] = of.present[i] === 1 && among.present[i] === 1 && (among.values[i] as number) > 0 ? 1 : 0;
  }
  return mask;
}

function squaresAround(values: Float64Array, mask: Uint8Array, mean: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (mask[i] === 0) continue;
    const difference = (values[i] as number) - mean;
    squares += difference * difference;
  }
  return squares;
}

function walk(of: Signal, among: Signal | undefined, statistic: "min" | "max" | "share"): number | undefined {
  const mask = countedMask(of, among);
  let count = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let positive = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const value = of.values[i] as number;
    count++;
    if (value < low) low = value;
    if (value > high) high = value;
    if (value > 0) positive++;
  }
  if (count === 0) return undefined;
  if (statistic === "share") return positive / count;
  return statistic === "min" ? low : high;
}
