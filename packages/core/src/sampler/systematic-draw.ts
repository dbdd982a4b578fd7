/**
 * Turns weights into whole numbers that add up to a total, without bias and with the least spread.
 *
 *   n_i = ⌊c_i + u⌋ − ⌊c_{i−1} + u⌋,  c_i = total · Σ_{j ≤ i} w_j / Σ w
 *
 * With u uniform in [0, 1) the mean of n_i is total · w_i / Σ w, and n_i is never as much as 1 away
 * from it. Weights that add up to 0 count as equal.
 *
 * @param u - where the comb starts, in [0, 1): `uniformAt(streamKey(seed, "…"), step)`
 * @paper 019 §Pieces (whole numbers of rollouts)
 * @kind sampler
 *
 * ```ts doctest
 * import { systematicDraw } from "@guerdon/core/sampler";
 * [...systematicDraw([1, 1, 2], 6, 0.25)] // => [1, 2, 3]
 * ```
 */
export function systematicDraw(weights: ArrayLike<number>, total: number, u: number): Int32Array {
  const drawn = new Int32Array(weights.length);
  let sum = 0;
  for (let i = 0; i < drawn.length; i++) sum += weights[i] as number;
  let passed = 0;
  let reached = 0;
  for (let i = 0; i < drawn.length; i++) {
    passed += sum > 0 ? (weights[i] as number) : 1;
    const next = Math.floor(total * (passed / (sum > 0 ? sum : drawn.length)) + u);
    drawn[i] = next - reached;
    reached = next;
  }
  return drawn;
}
