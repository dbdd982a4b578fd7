/**
 * The index that a uniform number falls on: i with probability `weights[from + i]`, which add up to 1.
 *
 * @param uniform - in [0, 1)
 *
 * ```ts doctest
 * import { drawIndex } from "@guerdon/lab/solver";
 * [0.1, 0.6, 0.99].map((uniform) => drawIndex([9, 0.5, 0.25, 0.25], 1, 3, uniform)) // => [0, 1, 2]
 * ```
 */
export function drawIndex(weights: ArrayLike<number>, from: number, count: number, uniform: number): number {
  let left = uniform;
  for (let i = 0; i < count - 1; i++) {
    left -= weights[from + i] as number;
    if (left < 0) return i;
  }
  return count - 1;
}
