/**
 * How much of the returns' variance values know: 1 − var(return − value) / var(return); 0 where returns are all equal.
 *
 * ```ts doctest
 * import { explainedVariance } from "@guerdon/lab/trainer";
 * explainedVariance(Float64Array.of(1, 2), Float64Array.of(1, 3)) // => 0.75
 * ```
 */
export function explainedVariance(values: Float64Array, returns: Float64Array): number {
  const variance = (of: (i: number) => number): number => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < returns.length; i++) sum += of(i);
    for (let i = 0; i < returns.length; i++) squares += (of(i) - sum / returns.length) ** 2;
    return squares;
  };
  const all = variance((i) => returns[i] as number);
  return all === 0 ? 0 : 1 - variance((i) => (returns[i] as number) - (values[i] as number)) / all;
}
