import { makeLibrary } from "@guerdon/core/piece";
import type { StartRun } from "@guerdon/lab/experiment";
import { startRunOf } from "@guerdon/lab/run";
import { worldSignal } from "@guerdon/lab/trainer";
import { library } from "../program-file/library.ts";

const withWorld = makeLibrary([...library.factories, worldSignal], library.presets);

/** The run that an experiment names, with every piece that a program file may name; loaded by the run's process. */
export function startRun(name: string): StartRun {
  return startRunOf(name, withWorld);
}
