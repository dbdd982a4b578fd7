import type { Json } from "@guerdon/core/signal";
import { startRunOf } from "@guerdon/lab/run";
import type { RunArm } from "./recipe.ts";

/**
 * A run of the lab by its name, with settings as an experiment file has them: environment, policy and trainer by name.
 *
 * Its code is all that the lab can name, so that results are stale more often than with makers of the recipe's own.
 */
export function namedRun(name: string): RunArm<{ readonly [setting: string]: Json }> {
  return (settings, seed, library) => startRunOf(name, library)(settings, seed);
}
