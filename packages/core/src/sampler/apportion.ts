/**
 * Splits a whole number by weights into whole numbers that add up to it.
 *
 *   n_i = ⌊total · w_i / Σ w⌋, and one more for the largest remainders; the earlier wins a tie
 *
 * Weights that add up to 0 count as equal.
 *
 * @kind sampler
 *
 * ```ts doctest
 * import { apportion } from "@guerdon/core/sampler";
 * [...apportion([2, 1, 1], 6)] // => [3, 2, 1]
 * ```
 */
export function apportion(weights: ArrayLike<number>, total: number): Int32Array {
  const parts = new Int32Array(weights.length);
  let sum = 0;
  for (let i = 0; i < parts.length; i++) sum += weights[i] as number;
  const remainders = new Float64Array(parts.length);
  let left = total;
  for (let i = 0; i < parts.length; i++) {
    const exact = sum > 0 ? total * ((weights[i] as number) / sum) : total / parts.length;
    parts[i] = Math.floor(exact);
    remainders[i] = exact - (parts[i] as number);
    left -= parts[i] as number;
  }
  if (left <= 0) return parts;
  const order = Int32Array.from(parts.keys()).sort(
    (a, b) => (remainders[b] as number) - (remainders[a] as number) || a - b,
  );
  for (let k = 0; k < order.length && left > 0; k++, left--)
    parts[order[k] as number] = (parts[order[k] as number] as number) + 1;
  return parts;
}
