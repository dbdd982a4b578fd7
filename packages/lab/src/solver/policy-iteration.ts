import { actionValues, type DecisionProcess } from "./decision-process.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { policyOf, type Solution } from "./value-iteration.ts";

/** Values closer than this to the best are not worth a change of policy: rounding must not make it go round. */
const WORTH_A_CHANGE = 1e-12;

/**
 * Solves a decision process by evaluating a policy exactly and improving it, until nothing is better.
 *
 *   v_π by its linear equations,  π'(s) = argmax_a q_π(s, a)   or   ∝ exp(q_π/τ)
 *
 * @param temperature - τ of maximum-entropy control; 0 for plain maximisation
 * @paper Howard 1960; Haarnoja et al. 2018 §4.1 (soft)
 */
export function policyIteration(process: DecisionProcess, temperature = 0): Solution {
  const { states, actions } = process;
  const start = new Float64Array(states).fill(1 / states);
  const q = new Float64Array(states * actions);
  let policy: Float64Array = new Float64Array(states * actions).fill(1 / actions);
  for (let iterations = 1; ; iterations++) {
    const { values } = evaluatePolicy(process, policy, start, temperature);
    actionValues(process, values, q);
    const better = temperature > 0 ? policyOf(q, actions, temperature) : improved(policy, q, values, actions);
    if (isSame(policy, better)) return { values, actionValues: q, policy: better, iterations };
    policy = better;
  }
}

/** The best action of each state where it beats the policy's value, else the policy as it is. */
function improved(policy: Float64Array, q: Float64Array, values: Float64Array, actions: number): Float64Array {
  const better = Float64Array.from(policyOf(q, actions, 0));
  values.forEach((value, state) => {
    const best = Math.max(...q.subarray(state * actions, (state + 1) * actions));
    const isPure = policy.subarray(state * actions, (state + 1) * actions).includes(1);
    if (isPure && best - value <= WORTH_A_CHANGE * Math.max(1, Math.abs(value))) {
      better.set(policy.subarray(state * actions, (state + 1) * actions), state * actions);
    }
  });
  return better;
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  return one.every((value, i) => Math.abs(value - (other[i] as number)) <= WORTH_A_CHANGE);
}
