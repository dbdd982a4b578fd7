import { RewardError } from "@guerdon/core/error";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

/**
 * One episode in every so many steps: a copy that ends early waits, so that all copies begin together.
 *
 * With as many steps an update, each copy plays one whole episode: groups have fixed members and no episode is cut in
 * two. While it waits, a copy has one legal action, number 0, so that nothing is learnt from it, and pays and measures
 * 0. The last step terminates.
 *
 * @param dynamics - one copy, with discrete actions and an end of its own before `steps`
 * @throws RewardError GUERDON_OPTION for actions that are not discrete, or an environment with legal actions of its own
 *
 * ```ts doctest
 * import { oneEpisode, patchWorld } from "@guerdon/lab/environment";
 * const world = oneEpisode(patchWorld(), 16);
 * [world.maxSteps, world.stateSize - patchWorld().stateSize] // => [0, 2]
 * ```
 */
export function oneEpisode(dynamics: Dynamics, steps: number): Dynamics {
  const { action, stateSize, signals = [], legal } = dynamics;
  if (action.kind !== "discrete" || legal !== undefined) {
    throw new RewardError("GUERDON_OPTION", `Expected discrete actions that are all legal, got ${dynamics.id}.`, {
      details: { environment: dynamics.id },
    });
  }
  const choices = action.size;
  const width = stateSize + 2;
  // Behind the state of the copy: steps so far, and 1 once it waits.
  const [AGE, WAITS] = [stateSize, stateSize + 1];
  let isMeasured = false;
  return {
    id: `one-episode-${dynamics.id}`,
    observation: dynamics.observation,
    action,
    signals,
    stateSize: width,
    maxSteps: 0,
    start: (state: Float64Array, at: number, draw: Draw) => {
      dynamics.start(state, at, draw);
      state[at + AGE] = 0;
      state[at + WAITS] = 0;
    },
    step: (state, at, actions, from, draw, out: StepOutcome) => {
      const age = (state[at + AGE] as number) + 1;
      state[at + AGE] = age;
      isMeasured = state[at + WAITS] === 0;
      if (isMeasured) {
        dynamics.step(state, at, actions, from, draw, out);
        if (out.terminated || out.truncated === true) state[at + WAITS] = 1;
      }
      out.terminated = age === steps;
      out.truncated = false;
    },
    observe: (state, at, out, to) => dynamics.observe(state, at, out, to),
    measure: (state, at, out) => {
      if (isMeasured) dynamics.measure?.(state, at, out);
      else out.fill(0, 0, signals.length);
    },
    legal: (state, at, out, to) => {
      out.fill(state[at + WAITS] === 1 ? 0 : 1, to, to + choices);
      out[to] = 1;
    },
  };
}
