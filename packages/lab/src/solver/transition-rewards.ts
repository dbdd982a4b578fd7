import { RewardError } from "@guerdon/core/error";
import type { DecisionProcess } from "./decision-process.ts";
import { withReward } from "./with-reward.ts";

/** [S·A·S] R(s, a, s′) of every triple, possible or not: that of (s, a, s′) stands at (s·A + a)·S + s′. */
export type TransitionRewards = Float64Array;

/**
 * A decision process with the same transitions that pays as a table of all triples says.
 *
 * @throws RewardError GUERDON_SHAPE when there is not one reward for each triple
 */
export function payingRewards(process: DecisionProcess, rewards: TransitionRewards): DecisionProcess {
  const { states, actions } = process;
  if (rewards.length !== states * actions * states) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`rewards\` to have one value for each of ${states} × ${actions} × ${states} triples, got ${rewards.length}.`,
    );
  }
  return withReward(process, (state, action, next) => rewards[(state * actions + action) * states + next] as number);
}
