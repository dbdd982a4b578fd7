import type { DecisionProcess } from "./decision-process.ts";
import { payingRewards, type TransitionRewards } from "./transition-rewards.ts";

/**
 * A reward less what its surroundings pay, where the surroundings are those that the dynamics lead to (DARD).
 *
 *   C(s, a, s′) = R(s, a, s′) + E[γR(s′, A, S″) − R(s, A, S′) − γR(S′, A, S″)],   S′ ~ τ(s, A), S″ ~ τ(s′, A), A even
 *
 * Shaping by a potential cancels. The last term reads rewards of triples that may be impossible.
 *
 * @shape [S·A·S] → [S·A·S]
 * @paper Wulfe et al. 2022, §4
 */
export function dynamicsAwareRewards(process: DecisionProcess, rewards: TransitionRewards): TransitionRewards {
  const { states, actions, discount } = process;
  const expected = payingRewards(process, rewards).reward;
  const means = Float64Array.from({ length: states }, (_, s) =>
    expected.subarray(s * actions, (s + 1) * actions).reduce((sum, value) => sum + value / actions, 0),
  );
  const between = Float64Array.from({ length: states * states }, (_, i) =>
    meanBetween(process, rewards, Math.floor(i / states), i % states),
  );
  return rewards.map((reward, i) => {
    const [state, next] = [Math.floor(i / (states * actions)), i % states];
    const around = discount * (means[next] as number) - (means[state] as number);
    return reward + around - discount * (between[state * states + next] as number);
  });
}

/** E R(S′, A, S″) with S′ ~ τ(s, A), S″ ~ τ(s′, A). */
function meanBetween(process: DecisionProcess, rewards: TransitionRewards, state: number, after: number): number {
  const { states, actions, offsets, next, probability } = process;
  let sum = 0;
  for (let action = 0; action < actions; action++) {
    const [from, to] = [state * actions + action, after * actions + action];
    for (let m = offsets[from] as number; m < (offsets[from + 1] as number); m++) {
      for (let k = offsets[to] as number; k < (offsets[to + 1] as number); k++) {
        const chance = (probability[m] as number) * (probability[k] as number);
        sum += chance * (rewards[((next[m] as number) * actions + action) * states + (next[k] as number)] as number);
      }
    }
  }
  return sum / actions;
}
