import type { DecisionProcess } from "./decision-process.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { policyIteration } from "./policy-iteration.ts";
import { payingRewards, type TransitionRewards } from "./transition-rewards.ts";

/**
 * What is lost on one reward by doing what is best for the other, as a share of all there is to lose; mean of both ways.
 *
 *   ½ Σ_i (J_i(π_i*) − J_i(π_j*)) / (max J_i − min J_i)
 *
 * A reward for which all policies are as good loses nothing: 0.
 *
 * @param start - [S] probability of each first state; default: all the same
 * @shape [S·A·S], [S·A·S] → in [0, 1]
 * @throws RewardError GUERDON_SHAPE when there is not one reward for each triple
 * @paper 027 §Mechanism (regret in the experiments)
 *
 * ```ts doctest
 * import { decisionProcess, regretBetween } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: () => 0 });
 * [regretBetween(loop, Float64Array.of(0, 1), Float64Array.of(5, 9)), regretBetween(loop, Float64Array.of(0, 1), Float64Array.of(1, 0))] // => [0, 1]
 * ```
 */
export function regretBetween(
  process: DecisionProcess,
  one: TransitionRewards,
  other: TransitionRewards,
  start: ArrayLike<number> = new Float64Array(process.states).fill(1 / process.states),
): number {
  const [first, second] = [solved(process, one), solved(process, other)];
  return (lost(first, second.best, start) + lost(second, first.best, start)) / 2;
}

interface Solved {
  readonly paying: DecisionProcess;
  readonly best: Float64Array;
  readonly worst: Float64Array;
}

/** Below this share of the rewards' size a range of returns is rounding. */
const NOTHING = 1e-9;

function solved(process: DecisionProcess, rewards: TransitionRewards): Solved {
  const paying = payingRewards(process, rewards);
  const reversed = { ...paying, reward: paying.reward.map((value) => -value) };
  return { paying, best: policyIteration(paying).policy, worst: policyIteration(reversed).policy };
}

function lost({ paying, best, worst }: Solved, taken: Float64Array, start: ArrayLike<number>): number {
  const returnOf = (policy: Float64Array): number =>
    evaluatePolicy(paying, policy, start).values.reduce((sum, value, s) => sum + value * (start[s] as number), 0);
  const most = returnOf(best);
  const range = most - returnOf(worst);
  const size = paying.reward.reduce((top, value) => Math.max(top, Math.abs(value)), 0) / (1 - paying.discount);
  return range > NOTHING * size ? (most - returnOf(taken)) / range : 0;
}
