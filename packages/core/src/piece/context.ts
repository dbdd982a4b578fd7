import type { Json } from "../signal/json.ts";
import type { Missing } from "../signal/outcome.ts";

/** Time comes from outside: core has no clock of its own. */
export interface Clock {
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Calls `then` once after `ms`; returns a function that calls it off. */
  after(ms: number, then: () => void): () => void;
}

/** A pure function of JSON in a module, run where it can be killed. */
export interface Task {
  /** Module specifier or file URL that a child process can import. */
  readonly module: string;
  /** Name of an exported `(input: Json) => Json | Promise<Json>`. */
  readonly export: string;
}

/** What became of one call: its JSON result, or the reason there is none. */
export type CallResult = { readonly value: Json; readonly costUsd?: number } | { readonly missing: Missing };

export interface CallOptions {
  /** Wall-clock limit of one call; the process that exceeds it is killed and replaced. */
  readonly deadlineMs?: number;
}

/** Runs tasks over rows, in child processes that die at their deadline. */
export interface Pool {
  run(task: Task, inputs: readonly Json[], options?: CallOptions): Promise<readonly CallResult[]>;
  health(): PoolHealth;
  close(): Promise<void>;
}

export interface PoolHealth {
  readonly processes: number;
  readonly busy: number;
  readonly queued: number;
  readonly done: number;
  /** Processes killed at a deadline. */
  readonly killed: number;
  /** Processes that died by themselves: crash, out of memory. */
  readonly crashed: number;
}

/** Content-addressed store of finished calls. Keys are hexadecimal SHA-256 digests. */
export interface Cache {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json): Promise<void>;
}

/** What the world lends to a piece while it runs. */
export interface Context {
  readonly clock: Clock;
  /** Root of all randomness of the run. */
  readonly seed: number;
  /**
   * Runs a task over rows where it can be killed; identical inputs are run once, finished ones come from the cache.
   * A call never rejects: what goes wrong is the `missing` of its row.
   */
  call(task: Task, inputs: readonly Json[], options?: CallOptions): Promise<readonly CallResult[]>;
}
