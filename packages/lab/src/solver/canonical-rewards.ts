import { Matrix, solve } from "ml-matrix";
import { actionValues, type DecisionProcess } from "./decision-process.ts";
import { dynamicsAwareRewards } from "./dynamics-aware-rewards.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { payingRewards, type TransitionRewards } from "./transition-rewards.ts";

/** Which representative stands for all rewards that differ from one another in what does not matter. */
export type Canon = "val" | "val-potential" | "minimal" | "epic" | "dard" | "none";

/**
 * The representative of a reward's class under a canonicalisation.
 *
 *   val            E_{s′~τ}[R − V(s) + γV(s′)], V of the even policy     shaping and redistribution are taken away
 *   val-potential  R − V(s) + γV(s′)                                     shaping alone
 *   minimal        the shortest (L2) reward that differs by both         a projection
 *   epic           R + γM(s′) − M(s) − γE[M], M(s) = E[R(s, A, S′)]      A, S, S′ even: knows no transitions
 *   dard           the same with S′ ~ τ(s, A), S″ ~ τ(s′, A)
 *   none           R
 *
 * @shape [S·A·S] → [S·A·S]
 * @throws RewardError GUERDON_SHAPE when there is not one reward for each triple
 * @paper 027 §Mechanism (Skalse et al. 2023); Gleave et al. 2021 (EPIC); Wulfe et al. 2022 (DARD)
 *
 * ```ts doctest
 * import { canonicalRewards, decisionProcess } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: () => 0 });
 * [...canonicalRewards(loop, Float64Array.of(1, 3), "val")] // => [-1, 1]
 * ```
 */
export function canonicalRewards(
  process: DecisionProcess,
  rewards: TransitionRewards,
  canon: Canon,
): TransitionRewards {
  const paying = payingRewards(process, rewards);
  switch (canon) {
    case "val":
      return evenAdvantages(paying);
    case "val-potential":
      return shapedBy(paying, rewards, evenValues(paying));
    case "minimal":
      return shortest(process, rewards);
    case "epic": {
      const means = evenMeans(process, rewards);
      const mean = means.reduce((sum, value) => sum + value / means.length, 0);
      return shapedBy(process, rewards, means).map((value) => value - process.discount * mean);
    }
    case "dard":
      return dynamicsAwareRewards(process, rewards);
    case "none":
      return rewards;
  }
}

/** R + γv(s′) − v(s) */
function shapedBy({ states, actions, discount }: DecisionProcess, rewards: TransitionRewards, v: Float64Array) {
  return rewards.map((reward, i) => {
    const state = Math.floor(i / (states * actions));
    return reward + discount * (v[i % states] as number) - (v[state] as number);
  });
}

/** [S] value of each state when all actions are as likely. */
function evenValues(process: DecisionProcess): Float64Array {
  const even = new Float64Array(process.states * process.actions).fill(1 / process.actions);
  return evaluatePolicy(process, even, new Float64Array(process.states)).values;
}

/** The advantage of each action over the even policy, the same for all states it may lead to. */
function evenAdvantages(process: DecisionProcess): TransitionRewards {
  const { states, actions, reward } = process;
  const values = evenValues(process);
  const q = actionValues(process, values, new Float64Array(reward.length));
  return Float64Array.from({ length: states * reward.length }, (_, i) => {
    const pair = Math.floor(i / states);
    return (q[pair] as number) - (values[Math.floor(pair / actions)] as number);
  });
}

/** [S] mean over all actions and all states after. */
function evenMeans({ states, actions }: DecisionProcess, rewards: TransitionRewards): Float64Array {
  const each = states * actions;
  return Float64Array.from({ length: states }, (_, s) =>
    rewards.subarray(s * each, (s + 1) * each).reduce((sum, value) => sum + value / each, 0),
  );
}

/**
 * Of all rewards that pay r(s, a) + γE[Φ(s′)] − Φ(s) in expectation, the one of the least length: paid in proportion to
 * τ, whose length is |r| / ‖τ‖; Φ by least squares with the weights 1/‖τ(s, a)‖².
 */
function shortest(process: DecisionProcess, rewards: TransitionRewards): TransitionRewards {
  const { states, actions, offsets, next, probability, discount } = process;
  const expected = payingRewards(process, rewards).reward;
  const shares = new Float64Array(rewards.length);
  const shaping = Matrix.zeros(expected.length, states);
  const lengths = new Float64Array(expected.length);
  for (let pair = 0; pair < expected.length; pair++) {
    shaping.set(pair, Math.floor(pair / actions), -1);
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      const [to, share] = [next[m] as number, probability[m] as number];
      shaping.set(pair, to, shaping.get(pair, to) + discount * share);
      shares[pair * states + to] = (shares[pair * states + to] as number) + share;
    }
    lengths[pair] = Math.hypot(...shares.subarray(pair * states, (pair + 1) * states));
    for (let s = 0; s < states; s++) shaping.set(pair, s, shaping.get(pair, s) / (lengths[pair] as number));
  }
  const weighed = Matrix.columnVector(Array.from(expected, (value, pair) => value / (lengths[pair] as number)));
  const potential = solve(shaping, weighed, true);
  const left = Matrix.sub(weighed, shaping.mmul(potential));
  return shares.map((share, i) => {
    const pair = Math.floor(i / states);
    return (left.get(pair, 0) * share) / (lengths[pair] as number);
  });
}
