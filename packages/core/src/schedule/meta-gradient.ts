/**
 * How the utility after one step of learning moves with the weight between two losses.
 *
 *   θ' = θ − lr·((1 − μ)·g_a + μ·g_b);  ∂U(θ')/∂μ = −lr·⟨∇U, g_b − g_a⟩
 *
 * U is to be maximised (minus a validation loss, or the expected reward); the weight μ then moves
 * along it: `μ ← clip(μ + η·metaGradient, 0.05, 0.95)`. A loss without a gradient counts as 0.
 *
 * @param utility - gradient of the utility
 * @param first - gradient of the loss weighed 1 − μ (RL)
 * @param second - gradient of the loss weighed μ (imitation), at the same parameters
 * @shape [D], [D], [D] → one number
 * @paper 075 §Mechanism (with the sign the card corrects; every 20 steps, η_m 1e-4, clip [0.05, 0.95])
 * @kind schedule
 * @alias metaWeight = "clip(mu + 1e-4 * gain + 5e-4 * (target - entropy), 0.05, 0.95)"
 *
 * ```ts doctest
 * import { metaGradient } from "@guerdon/core/schedule";
 * metaGradient(Float64Array.of(1, 0), Float64Array.of(0, 0), Float64Array.of(2, 5), 0.1) // => -0.2
 * ```
 */
export function metaGradient(
  utility: Float64Array,
  first: Float64Array,
  second: Float64Array,
  learningRate: number,
): number {
  let product = 0;
  for (let d = 0; d < utility.length; d++) {
    product += (utility[d] as number) * ((second[d] as number) - (first[d] as number));
  }
  return -learningRate * product;
}
