import { softmax } from "./softmax.ts";

/**
 * Multiplies weights by the exponential of their gains, and adds a floor.
 *
 *   w ← (1 − K·floor)·softmax(log w + rate·gain) + floor
 *
 * A weight of exactly 0 stays 0 but for the floor. The step never lowers Σ w_k·gain_k while the
 * floor is 0 and the rate is not negative (mirror ascent).
 *
 * @param weights - of sum 1
 * @shape weights [K], gains [K] → [K]
 * @paper 111 §Mechanism (softmax(log w + (lr/μ)·I), with the influence I as the gain), §Pitfalls (floor)
 * @paper 062 §Pieces (posterior weights: gain = log-likelihood, rate 1, floor 1e-4), 188 (tabular exponential weights)
 * @kind schedule
 *
 * ```ts doctest
 * import { exponentialWeights } from "@guerdon/core/schedule";
 * exponentialWeights([0.5, 0.5], [Math.log(3), 0]).map((w) => w.toFixed(3)) // => ["0.750", "0.250"]
 * ```
 */
export function exponentialWeights(
  weights: readonly number[],
  gains: readonly number[],
  rate = 1, // 062 §Pieces: eta 1
  floor = 0,
): readonly number[] {
  const moved = softmax(weights.map((weight, k) => Math.log(weight) + rate * (gains[k] as number)));
  return moved.map((weight) => (1 - weights.length * floor) * weight + floor);
}
