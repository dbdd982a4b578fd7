import { Matrix, solve } from "ml-matrix";
import type { DecisionProcess } from "./decision-process.ts";

/** What a policy gains and does, exactly. */
export interface PolicyEvaluation {
  /** [S] expected discounted return from each state; with τ the entropy bonus counts. */
  readonly values: Float64Array;
  /** [S] discounted visits, Σ_t γᵗ·P(s_t = s), from the start distribution; they add up to 1/(1 − γ). */
  readonly visits: Float64Array;
}

/**
 * Evaluates a policy by solving its linear equations.
 *
 *   v = r_π + τ·H(π) + γ·P_π·v          d = start + γ·P_πᵀ·d
 *
 * @param policy - [S·A] probability of each action in each state
 * @param start - [S] probability of each first state
 * @param temperature - τ of the entropy bonus
 */
export function evaluatePolicy(
  process: DecisionProcess,
  policy: ArrayLike<number>,
  start: ArrayLike<number>,
  temperature = 0,
): PolicyEvaluation {
  const { states, actions, offsets, next, probability, reward, discount } = process;
  const system = Matrix.eye(states);
  const gains = Matrix.zeros(states, 1);
  for (let pair = 0; pair < states * actions; pair++) {
    const share = policy[pair] as number;
    if (share === 0) continue;
    const state = Math.floor(pair / actions);
    const bonus = temperature === 0 ? 0 : -temperature * Math.log(share);
    gains.set(state, 0, gains.get(state, 0) + share * ((reward[pair] as number) + bonus));
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      const to = next[m] as number;
      system.set(state, to, system.get(state, to) - discount * share * (probability[m] as number));
    }
  }
  const values = solve(system, gains).to1DArray();
  const visits = solve(system.transpose(), Matrix.columnVector(Array.from(start))).to1DArray();
  return { values: Float64Array.from(values), visits: Float64Array.from(visits) };
}
