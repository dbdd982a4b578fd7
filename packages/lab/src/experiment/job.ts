import { join } from "node:path";
import type { ExperimentSpec } from "./experiment-spec.ts";

/** One arm with one seed. */
export interface Job {
  readonly arm: string;
  readonly seed: number;
}

/** The jobs of an experiment, seeds of one number side by side so that arms fill up evenly. */
export function jobsOf({ arms, seeds }: ExperimentSpec): readonly Job[] {
  return seeds.flatMap((seed) => Object.keys(arms).map((arm) => ({ arm, seed })));
}

/** Folder of a job within that of its experiment. */
export function jobFolder(folder: string, { arm, seed }: Job): string {
  return join(folder, "runs", arm, String(seed));
}
