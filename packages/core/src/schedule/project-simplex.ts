import { RewardError } from "../error/index.ts";

/**
 * The nearest weights of sum 1 and at least 0.
 *
 *   w_k = max(v_k − τ, 0) with τ such that Σ w = 1
 *
 * @shape [K] → [K]
 * @throws RewardError GUERDON_SHAPE when there is no value
 * @paper 051, 111 (weights on the simplex)
 * @kind schedule
 * @alias projectSimplex = "projectSimplex(values)"
 *
 * ```ts doctest
 * import { projectSimplex } from "@guerdon/core/schedule";
 * projectSimplex([1, 0.5, -3]) // => [0.75, 0.25, 0]
 * ```
 */
export function projectSimplex(values: readonly number[]): readonly number[] {
  if (values.length === 0) throw new RewardError("GUERDON_SHAPE", "Expected `values` to have at least one, got none.");
  const descending = [...values].sort((a, b) => b - a);
  let [sum, shift] = [0, 0];
  descending.forEach((value, k) => {
    sum += value;
    const candidate = (sum - 1) / (k + 1);
    if (value > candidate) shift = candidate;
  });
  return values.map((value) => Math.max(value - shift, 0));
}
