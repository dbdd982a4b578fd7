import { type Environment, widthOf } from "../environment/index.ts";
import type { Transitions } from "./transitions.ts";

/** Writes an action for each copy: what was shown, where to, and the number of the step. */
export type ChooseActions = (observations: Float32Array, into: Float64Array, step: number) => void;

/**
 * Plays an environment from fresh starts and keeps what happens: steps of copy 0, then of copy 1, and so on.
 *
 * The last step of each copy counts as cut off, where its episode still goes on.
 *
 * @param steps - of each copy
 */
export function recordTransitions(
  environment: Environment,
  choose: ChooseActions,
  { steps, seed }: { readonly steps: number; readonly seed: number },
): Transitions {
  const { count, observations, finalObservations } = environment;
  const [width, actionWidth] = [observations.length / count, widthOf(environment.action)];
  const total = steps * count;
  const out = {
    ...{ count: total, observationWidth: width, actionWidth },
    observations: new Float32Array(total * width),
    actions: new Float32Array(total * actionWidth),
    rewards: new Float64Array(total),
    nextObservations: new Float32Array(total * width),
    ends: new Uint8Array(total),
  };
  const actions = new Float64Array(count * actionWidth);
  environment.reset(seed);
  for (let t = 0; t < steps; t++) {
    choose(observations, actions, t);
    for (let n = 0; n < count; n++) {
      const at = n * steps + t;
      out.observations.set(observations.subarray(n * width, (n + 1) * width), at * width);
      out.actions.set(actions.subarray(n * actionWidth, (n + 1) * actionWidth), at * actionWidth);
    }
    environment.step(actions);
    for (let n = 0; n < count; n++) {
      const at = n * steps + t;
      const isEnd = environment.terminated[n] === 1;
      const isOver = isEnd || environment.truncated[n] === 1;
      const next = isOver ? finalObservations : observations;
      out.rewards[at] = environment.rewards[n] as number;
      out.nextObservations.set(next.subarray(n * width, (n + 1) * width), at * width);
      out.ends[at] = isEnd ? 1 : isOver || t === steps - 1 ? 2 : 0;
    }
  }
  return { ...out, offsets: offsetsOf(out.ends) };
}

function offsetsOf(ends: Uint8Array): Int32Array {
  const offsets = [0];
  for (const [t, end] of ends.entries()) if (end !== 0) offsets.push(t + 1);
  return Int32Array.from(offsets);
}
