import { RewardError } from "@guerdon/core/error";
import { type Environment, widthOf } from "./environment.ts";
import { type RunningMoments, runningMoments } from "./running-moments.ts";
import { wrapped } from "./wrapped.ts";

export interface NormaliseObservationsOptions {
  /** What is shown is kept within ± this. */
  readonly clip?: number;
  /** Added to the variance. */
  readonly epsilon?: number;
  /** Moments of another environment, which are read and left as they are: for evaluation. */
  readonly moments?: RunningMoments;
}

/** An environment whose observations are brought to mean 0 and variance 1. */
export interface NormalisedEnvironment extends Environment {
  readonly moments: RunningMoments;
}

/**
 * Observations of all copies relative to what was seen so far: clip((o − mean) / √(variance + ε)).
 *
 * The first observations and those after each step are taken into the moments, then shown by them; the last ones of
 * episodes are shown by the same moments. Copies share the moments, which begin anew with `reset`.
 *
 * @throws RewardError GUERDON_OPTION for numbered observations
 * @paper Huang et al. 2022, "The 37 implementation details of PPO", continuous details 6 and 7 (clip = 10, ε = 1e-8)
 *
 * ```ts doctest
 * import { normaliseObservations, pendulum, vectorise } from "@guerdon/lab/environment";
 * normaliseObservations(vectorise(pendulum(), 2)).observation.high // => [10, 10, 10]
 * ```
 */
export function normaliseObservations(
  inner: Environment,
  { clip = 10, epsilon = 1e-8, moments: foreign }: NormaliseObservationsOptions = {},
): NormalisedEnvironment {
  if (inner.observation.kind !== "box") {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected real observations to normalise, got ${inner.observation.kind} ones of ${inner.id}.`,
      { details: { environment: inner.id, got: inner.observation.kind } },
    );
  }
  const width = widthOf(inner.observation);
  const moments = foreign ?? runningMoments(width);
  const [observations, finalObservations] = [inner.observations.slice(), inner.finalObservations.slice()];
  const bound = new Array<number>(width).fill(clip);
  const show = (from: Float32Array, into: Float32Array): void => {
    for (let i = 0; i < from.length; i++) {
      const deviation = Math.sqrt((moments.variance[i % width] as number) + epsilon);
      const value = ((from[i] as number) - (moments.mean[i % width] as number)) / deviation;
      into[i] = Math.min(clip, Math.max(-clip, value));
    }
  };
  const see = (): void => {
    if (foreign === undefined) moments.add(inner.observations);
    show(inner.observations, observations);
  };
  const begin = (): void => {
    if (foreign === undefined) moments.reset();
    see();
  };
  begin();
  const outer = wrapped(inner, {
    observation: { kind: "box", low: bound.map((value) => -value), high: bound },
    observations,
    finalObservations,
    reset: (seed) => {
      inner.reset(seed);
      begin();
    },
    step: (actions) => {
      inner.step(actions);
      see();
      show(inner.finalObservations, finalObservations);
    },
    save: () => [...inner.save(), moments.save()],
    restore: (state) => {
      inner.restore(state.slice(0, -1));
      if (foreign === undefined) moments.restore(state.at(-1) as Float64Array);
      show(inner.observations, observations);
    },
  });
  return { ...outer, moments };
}
