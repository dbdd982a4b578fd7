import type { Run } from "../experiment/run.ts";

/** What a training inside a search starts, and what counts of it. */
export interface InnerTraining {
  /** A fresh run; the same for the same seed. */
  start(seed: number): Run | Promise<Run>;
  /** Seeds that each configuration is trained with: the same for all that are compared. */
  readonly seeds: readonly number[];
  /** The metric of the last update that a configuration is worth: one of validation, not of what it was trained on. */
  readonly metric: string;
}

/**
 * Trains from scratch and says how good the outcome is: the fitness of a reward, or of whatever else the run is made of.
 *
 * @returns the mean of the metric over the seeds; NaN, an invalid configuration, where one has no finite number
 * @throws RewardError from the runs
 * @paper 112 §Mechanism 3–4 (train an inner policy with a formula, its validation score is the formula's reward)
 */
export async function innerTraining({ start, seeds, metric }: InnerTraining): Promise<number> {
  let sum = 0;
  for (const seed of seeds) {
    const run = await start(seed);
    try {
      let last: number | undefined;
      while (run.updates < run.end) last = (await run.update())[metric] ?? last;
      sum += last ?? Number.NaN;
    } finally {
      run.close();
    }
  }
  return Number.isFinite(sum) ? sum / seeds.length : Number.NaN;
}
