import { RewardError } from "@guerdon/core/error";
import type { DecisionProcess } from "./decision-process.ts";

/** [S·A·S] R(s, a, s′) of every triple, possible or not: that of (s, a, s′) stands at (s·A + a)·S + s′. */
export type TransitionRewards = Float64Array;

/**
 * [S·A] what an action earns in expectation over where it leads to.
 *
 *   r(s, a) = Σ_s′ τ(s′ | s, a)·R(s, a, s′)
 *
 * @throws RewardError GUERDON_SHAPE when there is not one reward for each triple
 */
export function expectedRewards(process: DecisionProcess, rewards: TransitionRewards): Float64Array {
  const { states, actions, offsets, next, probability } = process;
  if (rewards.length !== states * actions * states) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`rewards\` to have one value for each of ${states} × ${actions} × ${states} triples, got ${rewards.length}.`,
    );
  }
  const expected = new Float64Array(states * actions);
  for (let pair = 0; pair < expected.length; pair++) {
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      const paid = rewards[pair * states + (next[m] as number)] as number;
      expected[pair] = (expected[pair] as number) + (probability[m] as number) * paid;
    }
  }
  return expected;
}

/** A decision process with the same transitions that pays as a table of all triples says. */
export function withRewards(process: DecisionProcess, rewards: TransitionRewards): DecisionProcess {
  const { states, offsets, next } = process;
  const reward = expectedRewards(process, rewards);
  const gain = new Float64Array(next.length);
  for (let pair = 0; pair < reward.length; pair++) {
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      gain[m] = rewards[pair * states + (next[m] as number)] as number;
    }
  }
  return { ...process, reward, gain };
}
