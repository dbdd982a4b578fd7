import { RewardError } from "@guerdon/core/error";
import { drawFrom } from "./draw-from.ts";
import type { Dynamics } from "./vectorise.ts";

/**
 * Copies that begin alike in groups: what group-relative advantages compare.
 *
 * Copies 0 … G − 1 have the same first state, and so on; what happens after it is each copy's own. Episodes of a group
 * have to begin together, as `oneEpisode` makes them: a copy takes the start that the first of its group drew last.
 *
 * @param groupSize - G
 * @throws RewardError GUERDON_OPTION when G is no whole number of at least 1
 *
 * ```ts doctest
 * import { appGraph, sameStarts, vectorise } from "@guerdon/lab/environment";
 * const { observations } = vectorise(sameStarts(appGraph().dynamics, 2), 2);
 * observations.slice(0, 28).every((value, k) => value === observations[28 + k]) // => true
 * ```
 */
export function sameStarts(dynamics: Dynamics, groupSize: number): Dynamics {
  if (!Number.isInteger(groupSize) || groupSize < 1) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`groupSize\` to be a whole number of at least 1, got ${groupSize}.`,
    );
  }
  const { stateSize } = dynamics;
  const width = stateSize + 1;
  return {
    ...bound(dynamics),
    id: `same-starts-${dynamics.id}`,
    stateSize: width,
    start: (state, at, draw) => {
      const leader = at - ((at / width) % groupSize) * width;
      // Behind the state of the copy: the key of its start.
      if (leader === at) state[at + stateSize] = Math.floor(draw.uniform() * 2 ** 32);
      else state[at + stateSize] = state[leader + stateSize] as number;
      dynamics.start(state, at, drawFrom(state[at + stateSize] as number));
    },
  };
}

/** All that dynamics have, also where they are an object of a class. */
function bound(dynamics: Dynamics): Dynamics {
  const { id, observation, action, stateSize, maxSteps, signals } = dynamics;
  return {
    id,
    observation,
    action,
    stateSize,
    maxSteps,
    ...(signals && { signals }),
    start: dynamics.start.bind(dynamics),
    step: dynamics.step.bind(dynamics),
    observe: dynamics.observe.bind(dynamics),
    ...(dynamics.measure && { measure: dynamics.measure.bind(dynamics) }),
    ...(dynamics.legal && { legal: dynamics.legal.bind(dynamics) }),
  };
}
