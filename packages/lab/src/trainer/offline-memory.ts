import type { Transitions } from "../dataset/index.ts";
import { createReplayMemory, type ReplayMemory } from "./replay-memory.ts";

/**
 * A memory of transitions somebody else made; nothing is added to it.
 *
 * @param horizon - n of n-step returns; infinite for returns to the end of each episode
 */
export function createOfflineMemory(transitions: Transitions, discount: number, horizon = 1): ReplayMemory {
  const { count, observationWidth, actionWidth, observations, actions, rewards, nextObservations, ends } = transitions;
  const memory = createReplayMemory({ steps: count, count: 1, observationWidth, actionWidth, discount, horizon });
  for (let t = 0; t < count; t++) {
    const [o, a] = [t * observationWidth, t * actionWidth];
    memory.add({
      observations: observations.subarray(o, o + observationWidth),
      actions: actions.subarray(a, a + actionWidth),
      rewards: rewards.subarray(t, t + 1),
      nextObservations: nextObservations.subarray(o, o + observationWidth),
      ends: ends.subarray(t, t + 1),
    });
  }
  return memory;
}
