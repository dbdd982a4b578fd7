import type { CallResult, Task } from "@guerdon/core/piece";
import { failed } from "@guerdon/core/signal";
import type { Chunk } from "./job.ts";
import { type Ending, lastWords } from "./last-words.ts";

/** A chunk whose process is gone before its end. */
export interface Loss {
  readonly chunk: Chunk;
  /** The rows without a reply; the first is the one that ran, if `begun`. */
  readonly rest: readonly number[];
  readonly begun: boolean;
  /** How the process ended by itself; absent when it was killed for being late. */
  readonly ending?: Ending;
}

// A process may die before its first row for lack of memory or descriptors; a module that ends it does so each time.
const FALSE_STARTS = 3;

/** Settles the row that a lost process ran, and gives back those it did not. */
export function settleLoss(loss: Loss): void {
  if (!loss.begun) settleFalseStart(loss);
  else if (loss.ending) settleDeath(loss, loss.ending);
  else settleLate(loss);
}

function settleLate({ chunk: { job }, rest: [row, ...unrun] }: Loss): void {
  const reason = `${called(job.task)} did not finish in ${job.deadlineMs} ms.`;
  job.settle(row as number, { missing: failed("candidate", reason) });
  job.took(job.deadlineMs);
  job.giveBack(unrun, false);
}

function settleDeath({ chunk: { job, alone }, rest: [row, ...unrun] }: Loss, ending: Ending): void {
  job.giveBack(unrun, false);
  if (!alone) {
    job.giveBack([row as number], true);
    return;
  }
  // An error that nothing caught is a fault of the checker; an exit or a lack of memory is what the row made of it.
  const blame = ending.error === undefined ? "candidate" : "engine";
  const reason = `${called(job.task)} ended its process on this row, twice: it ${lastWords(ending)}.`;
  job.settle(row as number, { missing: failed(blame, reason) });
}

function settleFalseStart({ chunk, rest, ending }: Loss): void {
  const { job } = chunk;
  job.falseStarts++;
  if (ending && job.falseStarts < FALSE_STARTS) {
    job.giveBack(rest, chunk.alone);
    return;
  }
  const how = ending ? `its process ${lastWords(ending)}` : "that took too long";
  const reason = `${called(job.task)} could not be imported from ${job.task.module}: ${how}.`;
  const missing = failed("engine", reason, true);
  for (const row of rest) job.settle(row, { missing });
  job.abandon(missing);
}

/** The result of a row whose task threw or returned no JSON. */
export function brokenRow(task: Task, reason: string): CallResult {
  return { missing: failed("engine", `${called(task)} failed: ${reason}.`) };
}

/** Fails a job whose module or export cannot be had. */
export function settleUnloadable({ job, rows }: Chunk, reason: string): void {
  const missing = failed("engine", `${called(job.task)} could not be imported from ${job.task.module}: ${reason}.`);
  for (const row of rows) job.settle(row, { missing });
  job.abandon(missing);
}

function called(task: Task): string {
  return `The task \`${task.export}\``;
}
