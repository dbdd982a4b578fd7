import { actionValues, type DecisionProcess } from "./decision-process.ts";
import { bestValue } from "./value-iteration.ts";

/**
 * Optimal values of a decision process that ends after a fixed number of steps.
 *
 *   v_0 = 0,   v_k(s) = max_a r(s, a) + γ·E[v_{k − 1}(next)]
 *
 * @param steps - left until the end
 * @returns [steps + 1] of [S]: values with 0, 1, … `steps` left
 */
export function backwardInduction(process: DecisionProcess, steps: number): readonly Float64Array[] {
  const { states, actions } = process;
  const q = new Float64Array(states * actions);
  const values = [new Float64Array(states)];
  for (let left = 1; left <= steps; left++) {
    actionValues(process, values[left - 1] as Float64Array, q);
    values.push(Float64Array.from({ length: states }, (_, state) => bestValue(q, state * actions, actions, 0)));
  }
  return values;
}
