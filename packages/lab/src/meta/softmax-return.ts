import { actionValues, type DecisionProcess, evaluatePolicy } from "../solver/index.ts";

/**
 * [S·A] π(a|s) = exp θ(s,a) / Σ_b exp θ(s,b).
 *
 * ```ts doctest
 * import { softmaxPolicy } from "@guerdon/lab/meta";
 * [...softmaxPolicy(Float64Array.of(0, 0), 2)] // => [0.5, 0.5]
 * ```
 */
export function softmaxPolicy(theta: Float64Array, actions: number): Float64Array {
  const policy = new Float64Array(theta.length);
  for (let from = 0; from < theta.length; from += actions) {
    let most = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < actions; a++) most = Math.max(most, theta[from + a] as number);
    let sum = 0;
    for (let a = 0; a < actions; a++) {
      policy[from + a] = Math.exp((theta[from + a] as number) - most);
      sum += policy[from + a] as number;
    }
    for (let a = 0; a < actions; a++) policy[from + a] = (policy[from + a] as number) / sum;
  }
  return policy;
}

/**
 * Expected discounted return of a softmax policy, exactly, with its gradient.
 *
 *   ∂J/∂θ(s,a) = d(s)·π(a|s)·(Q(s,a) − V(s)),   d the discounted visits
 *
 * @param out - [S·A] the gradient is written
 * @returns J = Σ_s start(s)·V(s)
 * @paper Sutton et al. 2000, "Policy gradient methods", theorem 1
 */
export function softmaxReturn(
  process: DecisionProcess,
  theta: Float64Array,
  start: ArrayLike<number>,
  out: Float64Array,
): number {
  const { states, actions } = process;
  const policy = softmaxPolicy(theta, actions);
  const { values, visits } = evaluatePolicy(process, policy, start);
  actionValues(process, values, out);
  let sum = 0;
  for (let s = 0; s < states; s++) {
    sum += (start[s] as number) * (values[s] as number);
    for (let a = 0; a < actions; a++) {
      const pair = s * actions + a;
      out[pair] = (visits[s] as number) * (policy[pair] as number) * ((out[pair] as number) - (values[s] as number));
    }
  }
  return sum;
}
