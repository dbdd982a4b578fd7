import { actionValues, type DecisionProcess } from "./decision-process.ts";

/**
 * The smallest change of a reward that makes a tied action the only best one.
 *
 *   Q′ = Q + ε/(1 + γ) · 1[(s, a)];   R′(s, a) = Q′(s, a) − γ·E[max_a′ Q′(s′, a′)]
 *
 * Q′ is then optimal for R′, and ‖R′ − R‖ ≤ ε in the sup norm. A policy that took another of the tied actions jumps,
 * however small ε is.
 *
 * @param process - the decision process whose reward is changed
 * @param best - [S·A] its optimal action values
 * @param at - state and action that shall win
 * @shape [S·A] → a process with the same transitions
 * @paper 065 §Mechanism (constructive perturbation of P2.4)
 */
export function moveOptimum(
  process: DecisionProcess,
  best: Float64Array,
  at: { readonly state: number; readonly action: number },
  epsilon: number,
): DecisionProcess {
  const { states, actions, discount, reward, offsets, gain } = process;
  const wanted = best.slice();
  const pair = at.state * actions + at.action;
  wanted[pair] = (wanted[pair] as number) + epsilon / (1 + discount);
  const values = Float64Array.from({ length: states }, (_, s) =>
    Math.max(...wanted.subarray(s * actions, (s + 1) * actions)),
  );
  const future = actionValues(
    { ...process, reward: new Float64Array(reward.length) },
    values,
    new Float64Array(reward.length),
  );
  const moved = reward.map((_, i) => (wanted[i] as number) - (future[i] as number));
  const paid = gain.slice();
  for (let i = 0; i < moved.length; i++) {
    const change = (moved[i] as number) - (reward[i] as number);
    for (let m = offsets[i] as number; m < (offsets[i + 1] as number); m++) paid[m] = (paid[m] as number) + change;
  }
  return { ...process, reward: moved, gain: paid };
}
