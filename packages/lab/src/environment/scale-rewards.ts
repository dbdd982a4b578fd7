import type { Environment } from "./environment.ts";
import { runningMoments } from "./running-moments.ts";
import { wrapped } from "./wrapped.ts";

export interface ScaleRewardsOptions {
  /** γ of the return whose deviation is measured. */
  readonly discount?: number;
  /** What is paid is kept within ± this. */
  readonly clip?: number;
  /** Added to the variance. */
  readonly epsilon?: number;
}

/**
 * Rewards over the running deviation of the discounted return: clip(r_t / √(Var[R] + ε)), R_t = γ·R_{t−1} + r_t.
 *
 * R begins at 0 with each episode; its variance is over all steps and copies so far, and begins anew with `reset`. The
 * mean is not taken away: what is good stays good. `earned` keeps the rewards as they were, and runs report those.
 *
 * @paper Huang et al. 2022, "The 37 implementation details of PPO", continuous details 8 and 9 (clip = 10, ε = 1e-8)
 *
 * ```ts doctest
 * import { cartPole, scaleRewards, vectorise } from "@guerdon/lab/environment";
 * const environment = scaleRewards(vectorise(cartPole(), 2));
 * environment.step([0, 1]);
 * [...environment.earned] // => [1, 1]
 * ```
 */
export function scaleRewards(
  inner: Environment,
  { discount = 0.99, clip = 10, epsilon = 1e-8 }: ScaleRewardsOptions = {},
): Environment & { readonly earned: Float64Array } {
  const { count } = inner;
  const moments = runningMoments(1);
  const [rewards, returns] = [new Float64Array(count), new Float64Array(count)];
  const earned = inner.earned ?? inner.rewards;
  const outer = wrapped(inner, {
    rewards,
    reset: (seed) => {
      inner.reset(seed);
      moments.reset();
      for (const column of [rewards, returns]) column.fill(0);
    },
    step: (actions) => {
      inner.step(actions);
      for (let n = 0; n < count; n++) returns[n] = discount * (returns[n] as number) + (inner.rewards[n] as number);
      moments.add(returns);
      const deviation = Math.sqrt((moments.variance[0] as number) + epsilon);
      for (let n = 0; n < count; n++) {
        rewards[n] = Math.min(clip, Math.max(-clip, (inner.rewards[n] as number) / deviation));
        if (inner.terminated[n] === 1 || inner.truncated[n] === 1) returns[n] = 0;
      }
    },
    save: () => [...inner.save(), moments.save(), returns.slice()],
    restore: (state) => {
      inner.restore(state.slice(0, -2));
      moments.restore(state.at(-2) as Float64Array);
      returns.set(state.at(-1) as Float64Array);
    },
  });
  return { ...outer, earned };
}
