import type { Environment } from "../environment/environment.ts";
import { type Acted, type Actor, actedRows, type Policy } from "../policy/policy.ts";

/** How a step ended: the episode went on, reached an end, or was cut off. */
export const END = { none: 0, terminated: 1, truncated: 2 } as const;

/** T steps of N copies, copy by copy: step t of copy n is at n·T + t. */
export interface Experience {
  readonly count: number;
  readonly steps: number;
  /** [N·T, O] */
  readonly observations: Float32Array;
  /** [N·T, A] as the policy drew them. */
  readonly drawn: Float64Array;
  /** [N·T, W], where some choices are illegal. */
  readonly legal?: Uint8Array;
  readonly logProbs: Float64Array;
  readonly values: Float64Array;
  readonly rewards: Float64Array;
  readonly ends: Uint8Array;
  /** Value of the last observation of an episode that was cut off; 0 elsewhere. */
  readonly cutValues: Float64Array;
  /** [N] value of the observation after the last step. */
  readonly lastValues: Float64Array;
  /** [N·T] each: signals of the environment. */
  readonly signals: { readonly [name: string]: Float64Array };
  /** [N·T] 0 at the first step of an episode, for policies that remember. */
  readonly keep: Float32Array;
  /** [N, H] what the policy remembered before the first step. */
  readonly memory: Float32Array;
}

/** Plays N copies and keeps what happens in columns that are written over by the next call. */
export interface Collector {
  readonly experience: Experience;
  /** [N] return of the episode that is under way, and its length. */
  readonly returns: Float64Array;
  readonly lengths: Float64Array;
  /** [N] 1 where the next step is the first of an episode. */
  readonly fresh: Uint8Array;
  /**
   * Plays T steps.
   *
   * @param firstStep - number of the first step, for the stream of draws
   * @param onEpisode - hears of each episode that ends
   */
  collect(key: number, firstStep: number, onEpisode: (value: number, length: number) => void): void;
}

/** Everything is allocated here; a step allocates nothing. */
export function createCollector(environment: Environment, policy: Policy, actor: Actor, steps: number): Collector {
  const { count, signals, earned = environment.rewards } = environment;
  const size = count * steps;
  const rows = actedRows(count, policy.actionWidth);
  const finals = new Float64Array(count);
  const ended = new Uint8Array(count);
  const [returns, lengths, fresh] = [new Float64Array(count), new Float64Array(count), new Uint8Array(count).fill(1)];
  const experience: Experience = {
    count,
    steps,
    observations: new Float32Array(size * policy.observationWidth),
    drawn: new Float64Array(size * policy.actionWidth),
    ...(environment.legal === undefined ? {} : { legal: new Uint8Array(environment.legal.length * steps) }),
    logProbs: new Float64Array(size),
    values: new Float64Array(size),
    rewards: new Float64Array(size),
    ends: new Uint8Array(size),
    cutValues: new Float64Array(size),
    lastValues: new Float64Array(count),
    signals: Object.fromEntries(Object.keys(signals).map((name) => [name, new Float64Array(size)])),
    keep: new Float32Array(size),
    memory: new Float32Array(actor.memory.length),
  };
  const collect: Collector["collect"] = (key, firstStep, onEpisode) => {
    experience.memory.set(actor.memory);
    for (let t = 0; t < steps; t++) {
      actor.act(environment.observations, rows, { key, step: firstStep + t }, environment.legal);
      recordBefore(experience, environment, rows, fresh, t);
      environment.step(rows.actions);
      const cuts = recordAfter(experience, environment, t);
      if (cuts) {
        actor.values(environment.finalObservations, finals);
        for (let n = 0; n < count; n++) {
          if (environment.truncated[n] === 1) experience.cutValues[n * steps + t] = finals[n] as number;
        }
      }
      for (let n = 0; n < count; n++) {
        const end = environment.terminated[n] === 1 || environment.truncated[n] === 1;
        returns[n] = (returns[n] as number) + (earned[n] as number);
        lengths[n] = (lengths[n] as number) + 1;
        ended[n] = end ? 1 : 0;
        fresh[n] = end ? 1 : 0;
        if (!end) continue;
        onEpisode(returns[n] as number, lengths[n] as number);
        returns[n] = 0;
        lengths[n] = 0;
      }
      actor.forget(ended);
    }
    actor.values(environment.observations, experience.lastValues);
  };
  return { experience, returns, lengths, fresh, collect };
}

/** What is known before the environment moves. */
function recordBefore(into: Experience, environment: Environment, rows: Acted, fresh: Uint8Array, t: number): void {
  const { count, steps } = into;
  const width = into.observations.length / (count * steps);
  const actionWidth = rows.drawn.length / count;
  const legalWidth = (environment.legal?.length ?? 0) / count;
  for (let n = 0; n < count; n++) {
    const at = n * steps + t;
    for (let k = 0; k < width; k++)
      into.observations[at * width + k] = environment.observations[n * width + k] as number;
    for (let k = 0; k < actionWidth; k++) into.drawn[at * actionWidth + k] = rows.drawn[n * actionWidth + k] as number;
    for (let k = 0; k < legalWidth; k++) {
      (into.legal as Uint8Array)[at * legalWidth + k] = (environment.legal as Uint8Array)[n * legalWidth + k] as number;
    }
    into.logProbs[at] = rows.logProbs[n] as number;
    into.values[at] = rows.values[n] as number;
    into.keep[at] = 1 - (fresh[n] as number);
  }
}

/** What the environment answers; tells whether an episode was cut off. */
function recordAfter(into: Experience, environment: Environment, t: number): boolean {
  const { count, steps } = into;
  let cuts = false;
  for (let n = 0; n < count; n++) {
    const at = n * steps + t;
    into.rewards[at] = environment.rewards[n] as number;
    into.cutValues[at] = 0;
    const isCut = environment.truncated[n] === 1;
    into.ends[at] = environment.terminated[n] === 1 ? END.terminated : isCut ? END.truncated : END.none;
    cuts ||= isCut;
  }
  for (const name in environment.signals) {
    const [from, to] = [environment.signals[name] as Float64Array, into.signals[name] as Float64Array];
    for (let n = 0; n < count; n++) to[n * steps + t] = from[n] as number;
  }
  return cuts;
}
