import type { BatchRule } from "./batch-rule.ts";
import { divisorOf } from "./divisor.ts";

/**
 * Normalises advantages over the batch, in place.
 *
 *   out_i = (a_i − m) / d,  m = Σ n_i·a_i / N,  d from √(Σ n_i·(a_i − m)² / (N − 1)),  N = Σ n_i
 *
 * @param counts - n_i: 1 or the tokens of rollout i; rollouts with `included` 0 are left alone
 */
export function normaliseBatch(values: Float64Array, counts: Float64Array, rule: BatchRule): void {
  const { total, mean } = weightedMean(values, counts);
  if (total === 0) return;
  const freedom = rule.batchScale === "sample-std" ? 1 : 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const difference = (values[i] as number) - mean;
    squares += (counts[i] as number) * difference * difference;
  }
  const std = total > freedom ? Math.sqrt(squares / (total - freedom)) : 0;
  const divisor =
    rule.batchScale === "none" ? 1 : divisorOf(std, { eps: rule.batchEps, epsAt: rule.batchEpsAt, zeroStd: "divide" });
  for (let i = 0; i < values.length; i++) {
    if (counts[i] !== 0) values[i] = ((values[i] as number) - mean) / divisor;
  }
}

/** Values that are all equal have exactly their own mean. */
function weightedMean(values: Float64Array, counts: Float64Array): { total: number; mean: number } {
  let total = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const count = counts[i] as number;
    if (count === 0) continue;
    const value = values[i] as number;
    total += count;
    sum += count * value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { total, mean: min === max ? min : sum / total };
}
