import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { Journal } from "./journal.ts";
import type { Metrics, Run } from "./run.ts";
import { writeWhole } from "./write-whole.ts";

/** One run of an experiment: where it writes and how long it may work. */
export interface RunTask {
  /** Its own folder. */
  readonly folder: string;
  /** Seconds of work over all its lives; 0 for no limit. */
  readonly budgetSeconds: number;
  /** Seconds of work between checkpoints. */
  readonly checkpointSeconds: number;
}

/** How a run ended. */
export interface RunEnd {
  readonly updates: number;
  readonly seconds: number;
  readonly end: "finished" | "out of time";
}

/** What somebody watching is told after an update. */
export interface RunProgress {
  readonly update: number;
  readonly end: number;
  readonly seconds: number;
  readonly metrics: Metrics;
}

/** Seconds from a steady clock. */
export type Seconds = () => number;

/**
 * Works on a run until it is over or out of time, and writes down every update.
 *
 * Killed at any moment it goes on from its last checkpoint; the updates after it are made again and come out the same.
 */
export async function workOnRun(
  run: Run,
  { folder, budgetSeconds, checkpointSeconds }: RunTask,
  seconds: Seconds,
  onProgress: (progress: RunProgress) => void,
): Promise<RunEnd> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "checkpoint.safetensors");
  const before = existsSync(file) ? readCheckpoint(file) : undefined;
  if (before !== undefined) run.restore(before.state);
  const journal = new Journal(join(folder, "metrics.jsonl"), before?.updates ?? 0);
  const started = seconds() - (before?.seconds ?? 0);
  const worked = (): number => seconds() - started;
  const save = (): void => writeCheckpoint(file, checkpointOf(run, worked()));
  let saved = before?.seconds ?? 0;
  while (run.updates < run.end && (budgetSeconds === 0 || worked() < budgetSeconds)) {
    const metrics = await run.update();
    const row = { update: run.updates, seconds: worked(), metrics };
    journal.append(row);
    onProgress({ ...row, end: run.end });
    if (worked() - saved < checkpointSeconds) continue;
    save();
    saved = worked();
  }
  save();
  journal.close();
  const end: RunEnd = {
    updates: run.updates,
    seconds: worked(),
    end: run.updates < run.end ? "out of time" : "finished",
  };
  writeWhole(join(folder, "end.json"), `${JSON.stringify(end)}\n`);
  return end;
}

function checkpointOf(run: Run, seconds: number): Checkpoint {
  return { updates: run.updates, seconds, state: run.save() };
}
