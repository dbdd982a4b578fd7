import { exp } from "../internal/exp.ts";
import { log1pOfUnit } from "../internal/softplus.ts";
/**
 * log σ(x), without overflow and without loss of digits at either end.
 *
 *   log σ(x) = min(x, 0) − log(1 + e^−|x|)
 *
 * @shape number → number
 *
 * ```ts doctest
 * import { logSigmoid } from "@guerdon/core/objective";
 * [logSigmoid(0), logSigmoid(-1000)] // => [-Math.LN2, -1000]
 * ```
 */
export function logSigmoid(x: number): number {
  return Math.min(x, 0) - log1pOfUnit(exp(-Math.abs(x)));
}

/** σ(x) = 1 / (1 + e^−x), without overflow and exact for small results. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/** log Σ e^x over a slice of a column; −Infinity for an empty slice. */
export function logSumExp(column: Float64Array, start: number, end: number): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) if ((column[i] as number) > max) max = column[i] as number;
  if (!Number.isFinite(max)) return max;
  let sum = 0;
  for (let i = start; i < end; i++) sum += exp((column[i] as number) - max);
  return max + Math.log(sum);
}
