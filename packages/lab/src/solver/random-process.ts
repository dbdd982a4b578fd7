import { streamKey, uniformAt } from "@guerdon/core/random";
import { type DecisionProcess, decisionProcess } from "./decision-process.ts";

/** How large a drawn decision process is. */
export interface RandomProcessOptions {
  readonly states: number;
  readonly actions: number;
  readonly discount: number;
  /** A state in which the second action is a copy of the first. */
  readonly tiedState?: number;
}

/**
 * A decision process drawn at random: every action leads anywhere, rewards are between 0 and 1.
 *
 * With `tiedState` the first two actions there are one and the same, so that they tie; and best, as they earn 10 more than
 * the others can.
 *
 * @paper 065 §Experiment (S = 6, A = 4, γ = 0.9)
 *
 * ```ts doctest
 * import { randomProcess } from "@guerdon/lab/solver";
 * randomProcess({ states: 2, actions: 3, discount: 0.9 }, 1).reward.length // => 6
 * ```
 */
export function randomProcess(options: RandomProcessOptions, seed: number): DecisionProcess {
  const { states, actions, discount, tiedState } = options;
  const key = streamKey(seed, "random process");
  const drawn = (state: number, action: number): number => (state === tiedState && action === 1 ? 0 : action);
  const uniform = (state: number, action: number, i: number): number =>
    uniformAt(key, (state * actions + drawn(state, action)) * (states + 1) + i);
  return decisionProcess({
    states,
    actions,
    discount,
    transitions: (state, action) => {
      const weights = Array.from({ length: states }, (_, next) => -Math.log(1 - uniform(state, action, next)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight, next) => ({ next, probability: weight / total }));
    },
    reward: (state, action) => uniform(state, action, states) + (state === tiedState && action < 2 ? 10 : 0),
  });
}
