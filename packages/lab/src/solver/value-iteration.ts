import { actionValues, type DecisionProcess } from "./decision-process.ts";

/** An optimal (or soft-optimal) solution of a decision process. */
export interface Solution {
  /** [S] */
  readonly values: Float64Array;
  /** [S·A] */
  readonly actionValues: Float64Array;
  /** [S·A] probability of each action; one of the best where several are. */
  readonly policy: Float64Array;
  readonly iterations: number;
}

export interface ValueIterationOptions {
  /**
   * τ of maximum-entropy control; 0 for plain maximisation.
   *
   * With it the value of a state is τ·log Σ exp(q / τ) and the policy ∝ exp(q / τ).
   */
  readonly temperature?: number;
  /** The greatest error of a value that is left. */
  readonly tolerance?: number;
}

/**
 * Solves a decision process by repeated improvement of its values.
 *
 *   v ← max_a q(s, a)   or   τ·log Σ_a exp(q(s, a)/τ),      q = r + γ·E[v(next)]
 *
 * until the change is below tolerance·(1 − γ)/γ, which bounds the error of v by the tolerance.
 *
 * @paper Bellman 1957; Ziebart 2010 and Haarnoja et al. 2017 (soft)
 *
 * ```ts doctest
 * import { decisionProcess, valueIteration } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: (_, a) => a });
 * Math.round(1e6 * valueIteration(loop).values[0]) / 1e6 // => 2
 * ```
 */
export function valueIteration(
  process: DecisionProcess,
  { temperature = 0, tolerance = 1e-10 }: ValueIterationOptions = {},
): Solution {
  const { states, actions, discount } = process;
  const values = new Float64Array(states);
  const q = new Float64Array(states * actions);
  const enough = discount === 0 ? Number.POSITIVE_INFINITY : (tolerance * (1 - discount)) / discount;
  let iterations = 0;
  for (let change = Number.POSITIVE_INFINITY; change >= enough || iterations === 0; iterations++) {
    actionValues(process, values, q);
    change = 0;
    for (let state = 0; state < states; state++) {
      const value = bestValue(q, state * actions, actions, temperature);
      change = Math.max(change, Math.abs(value - (values[state] as number)));
      values[state] = value;
    }
  }
  actionValues(process, values, q);
  return { values, actionValues: q, policy: policyOf(q, actions, temperature), iterations };
}

/** max, or τ·log Σ exp(q/τ), over the actions of one state. */
export function bestValue(q: Float64Array, from: number, actions: number, temperature: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < actions; a++) most = Math.max(most, q[from + a] as number);
  if (temperature === 0) return most;
  let sum = 0;
  for (let a = 0; a < actions; a++) sum += Math.exp(((q[from + a] as number) - most) / temperature);
  return most + temperature * Math.log(sum);
}

/** [S·A] all on the first best action, or ∝ exp(q/τ). */
export function policyOf(q: Float64Array, actions: number, temperature: number): Float64Array {
  const policy = new Float64Array(q.length);
  for (let from = 0; from < q.length; from += actions) {
    const value = bestValue(q, from, actions, temperature);
    let isTaken = false;
    for (let a = 0; a < actions; a++) {
      const worth = q[from + a] as number;
      if (temperature > 0) policy[from + a] = Math.exp((worth - value) / temperature);
      else if (!isTaken && worth === value) {
        policy[from + a] = 1;
        isTaken = true;
      }
    }
  }
  return policy;
}
