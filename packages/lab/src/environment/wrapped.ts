import type { Environment } from "./environment.ts";

/**
 * An environment in place of another, with its columns, and what is told otherwise in place of its own.
 *
 * Columns that are not replaced are those of the inner one, so nothing is copied.
 */
export function wrapped(inner: Environment, change: Partial<Environment>): Environment {
  const { id, count, observation, action, observations, finalObservations } = inner;
  const { rewards, earned, terminated, truncated, legal, signals, close } = inner;
  return {
    ...{ id, count, observation, action, observations, finalObservations, rewards, terminated, truncated, signals },
    ...(earned === undefined ? {} : { earned }),
    ...(legal === undefined ? {} : { legal }),
    reset: (seed) => inner.reset(seed),
    step: (actions) => inner.step(actions),
    save: () => inner.save(),
    restore: (state) => inner.restore(state),
    ...(close === undefined ? {} : { close: () => inner.close?.() }),
    ...change,
  };
}
