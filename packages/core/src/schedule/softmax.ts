import { exp } from "../internal/exp.ts";
/**
 * e^z over their sum, without overflow.
 *
 * @shape z [K] → [K]
 * @kind schedule
 *
 * ```ts doctest
 * import { softmax } from "@guerdon/core/schedule";
 * softmax([1000, 1000]) // => [0.5, 0.5]
 * ```
 */
export function softmax(logits: readonly number[]): readonly number[] {
  const top = Math.max(...logits);
  const powers = logits.map((logit) => exp(logit - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
