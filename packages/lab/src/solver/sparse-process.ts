import { streamKey, uniformAt } from "@guerdon/core/random";
import { type DecisionProcess, decisionProcess, type Transition } from "./decision-process.ts";

/** How large a drawn decision process is, and how many states an action may lead to. */
export interface SparseProcessOptions {
  readonly states: number;
  readonly actions: number;
  readonly discount: number;
  /** Different states that each action leads to; their shares are drawn evenly from the simplex. */
  readonly successors: number;
}

/**
 * The transitions of a decision process drawn at random, in which each action leads to a few states only; it pays nothing.
 *
 * Most transitions are impossible in it, which tells apart what a measure of rewards knows of the dynamics.
 *
 * @paper 027 §Experiment (S = 12, A = 3, two successors, γ = 0.9)
 *
 * ```ts doctest
 * import { sparseProcess } from "@guerdon/lab/solver";
 * sparseProcess({ states: 12, actions: 3, discount: 0.9, successors: 2 }, 1).next.length // => 72
 * ```
 */
export function sparseProcess(options: SparseProcessOptions, seed: number): DecisionProcess {
  const { states, actions, discount, successors } = options;
  const key = streamKey(seed, "sparse process");
  const drawn = (pair: number): readonly Transition[] => {
    const uniform = (i: number): number => uniformAt(key, pair * (states + successors) + i);
    const order = Array.from({ length: states }, (_, next) => next).sort((a, b) => uniform(a) - uniform(b));
    const weights = Array.from({ length: successors }, (_, k) => -Math.log(1 - uniform(states + k)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight, k) => ({ next: order[k] as number, probability: weight / total }));
  };
  return decisionProcess({
    states,
    actions,
    discount,
    transitions: (state, action) => drawn(state * actions + action),
    reward: () => 0,
  });
}
