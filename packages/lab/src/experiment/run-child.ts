import type { Json } from "@guerdon/core/signal";
import type { StartRun } from "./run.ts";
import { type RunEnd, type RunProgress, type RunTask, workOnRun } from "./work-on-run.ts";

// The program of a child process: one run of an experiment.

/** What the child is asked for. */
export interface RunRequest {
  /** URL of a module that exports `startRun`. */
  readonly module: string;
  readonly run: string;
  readonly settings: Json;
  readonly seed: number;
  readonly task: RunTask;
}

export type RunReply =
  | { readonly kind: "progress"; readonly progress: RunProgress }
  | { readonly kind: "end"; readonly end: RunEnd }
  | { readonly kind: "error"; readonly code?: string; readonly message: string; readonly hint?: string };

// A run whose experiment is gone has nobody to work for.
process.on("disconnect", () => process.exit(1));
process.once("message", (request) => {
  void work(request as RunRequest).then(
    (end) => say({ kind: "end", end }),
    (error: Error & { code?: string; hint?: string }) => {
      const { code, hint } = error;
      say({ kind: "error", message: error.message, ...(code && { code }), ...(hint && { hint }) });
    },
  );
});

async function work({ module, run: name, settings, seed, task }: RunRequest): Promise<RunEnd> {
  const { startRun } = (await import(module)) as { startRun: (name: string) => StartRun };
  const run = await startRun(name)(settings, seed);
  try {
    return await workOnRun(run, task, now, watched());
  } finally {
    run.close();
  }
}

function now(): number {
  return performance.now() / 1000;
}

/** Tells of the progress, at most ten times a second: some runs make thousands of updates in one. */
function watched(): (progress: RunProgress) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (now() - told < 0.1) return;
    told = now();
    process.send?.({ kind: "progress", progress });
  };
}

function say(reply: RunReply): void {
  process.send?.(reply, undefined, undefined, () => process.exit(reply.kind === "end" ? 0 : 1));
}
