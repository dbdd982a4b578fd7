import { availableParallelism } from "node:os";
import { RewardError } from "@guerdon/core/error";
import type { CallOptions, CallResult, Pool, Task } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import type { LaunchOptions } from "./launch-child.ts";
import { Scheduler } from "./scheduler.ts";

export interface ProcessPoolOptions extends Partial<LaunchOptions> {
  /** How many processes at most. */
  readonly size?: number;
  /** Wall-clock limit of one row, unless the call names another. */
  readonly deadlineMs?: number;
  /** Heap of one process; with all that lies outside the heap it may hold 256 MB more. */
  readonly memoryMb?: number;
  /** Limit of starting a process and importing a module, before its first row. */
  readonly startMs?: number;
}

/**
 * A pool of child processes that run tasks over rows and are killed at a row's deadline.
 *
 * - A row that does not finish in time is the candidate's failure; the other rows run on in a new process.
 * - A row that ends its process (exit, signal, memory) is tried once more alone; a second time it is the candidate's failure.
 * - A task that throws, cannot be imported or returns no JSON is the engine's failure.
 *
 * What a module does while it is imported is not charged to a row: load engines at its top level.
 * A task must be a function of its input alone, because rows may run more than once.
 * Processes start when they are needed, never keep an idle program alive, and end with it.
 *
 * @throws RewardError GUERDON_OPTION when a limit is not a number above zero
 * @throws RewardError GUERDON_POOL from `run` when the task's module is a relative path
 */
export function processPool(options: ProcessPoolOptions = {}): Pool {
  const { size = availableParallelism(), deadlineMs = 5_000, memoryMb = 512, startMs = 30_000, ...launch } = options;
  requirePositive({ size, memoryMb }, Number.isSafeInteger, "a whole number above 0");
  requirePositive({ deadlineMs, startMs }, Number.isFinite, "a finite number above 0");
  const scheduler = new Scheduler({ ...launch, size, memoryMb, startMs });

  async function run(
    task: Task,
    inputs: readonly Json[],
    callOptions: CallOptions = {},
  ): Promise<readonly CallResult[]> {
    const limit = callOptions.deadlineMs ?? deadlineMs;
    requirePositive({ deadlineMs: limit }, Number.isFinite, "a finite number above 0");
    requireModule(task);
    return scheduler.add(task, inputs, limit);
  }

  return { run, health: () => scheduler.health(), close: () => scheduler.close() };
}

function requirePositive(
  limits: { readonly [name: string]: number },
  fits: (value: unknown) => boolean,
  expected: string,
): void {
  for (const [name, value] of Object.entries(limits)) {
    if (fits(value) && value > 0) continue;
    throw new RewardError("GUERDON_OPTION", `Expected \`${name}\` to be ${expected}, got ${String(value)}.`, {
      details: { option: name, got: String(value) },
    });
  }
}

function requireModule({ module }: Task): void {
  if (/^[\w@#]/.test(module)) return;
  throw new RewardError("GUERDON_POOL", `Expected \`module\` to be a file URL or a package, got \`${module}\`.`, {
    hint: 'Write `new URL("./task.ts", import.meta.url).href`.',
    details: { got: module },
  });
}
