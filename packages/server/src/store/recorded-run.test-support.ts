import { nextStateOf } from "../service/next-state-of.ts";
import { adaptiveProgram, scoredBatch } from "./adaptive-run.test-support.ts";
import type { NextState, Store } from "./store.ts";

/** A run of some steps of three batches; one more comes after its step has ended. */
export async function recordRun(store: Store, run: string, steps: number): Promise<void> {
  await store.openRun(run, { name: adaptiveProgram.name, hash: adaptiveProgram.hash });
  for (let step = 0; step < steps; step++) {
    const state = await store.stateBefore(run, step);
    for (let number = 0; number < 3; number++) await store.commitBatches([await scoredBatch(run, step, number, state)]);
    await store.endStep(run, step, nextStateOf(adaptiveProgram) as NextState);
  }
  await store.commitBatches([await scoredBatch(run, 1, 9, await store.stateBefore(run, 1))]);
}
