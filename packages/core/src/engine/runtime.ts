import type { Cache, Clock, Pool } from "../piece/context.ts";
import type { ProgramState } from "./program-state.ts";

/** What an engine runs on: a clock, and where there are any, a pool and a cache. */
export interface Runtime {
  readonly clock: Clock;
  readonly pool?: Pool;
  readonly cache?: Cache;
  /** Root of all randomness. Default 0. */
  readonly seed?: number;
  /** Independent terms under way at once. Default 8. Results do not depend on it. */
  readonly concurrency?: number;
  /** Wall-clock limit of a term that sets none, in milliseconds. Default: none. */
  readonly termDeadlineMs?: number;
  /** Wall-clock limit of the whole batch, in milliseconds. Default: none. */
  readonly batchDeadlineMs?: number;
  /** What adaptive pieces remember; without it they are as before their first step. */
  readonly state?: ProgramState;
}
