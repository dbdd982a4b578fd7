import type { DecisionProcess } from "./decision-process.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";

/**
 * [S·A] discounted visits of each state and action, d(s, a) = π(a|s)·Σ_t γᵗ·P(s_t = s); they add up to 1/(1 − γ).
 *
 * What a policy earns of any reward is d·r.
 *
 * @param policy - [S·A] probability of each action in each state
 * @param start - [S] probability of each first state
 *
 * ```ts doctest
 * import { decisionProcess, occupancyOf } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: () => 0 });
 * [...occupancyOf(loop, [0.25, 0.75], [1])] // => [0.5, 1.5]
 * ```
 */
export function occupancyOf(
  process: DecisionProcess,
  policy: ArrayLike<number>,
  start: ArrayLike<number>,
): Float64Array {
  const { visits } = evaluatePolicy(process, policy, start);
  return process.reward.map(
    (_, pair) => (visits[Math.floor(pair / process.actions)] as number) * (policy[pair] as number),
  );
}
