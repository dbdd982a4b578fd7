import type { ProgramState } from "@guerdon/core/engine";
import { makeBatch, missingAt, type Signal } from "@guerdon/core/signal";
import type { Store, StoredBatch } from "../store/store.ts";
import type { BatchJob, ExecutedBatch, Executor } from "./executor.ts";
import type { MicroBatcher } from "./micro-batcher.ts";

/** States kept at hand; each run needs one at a time. */
const MAX_STATES = 256;

/** Scores batches in this process, and keeps those of runs in the store before it answers. */
export class LocalExecutor implements Executor {
  readonly #batcher: MicroBatcher;
  readonly #store: Store | undefined;
  readonly #states: Map<string, Promise<ProgramState | undefined>> = new Map();

  constructor(batcher: MicroBatcher, store?: Store) {
    this.#batcher = batcher;
    this.#store = store;
  }

  async execute(job: BatchJob): Promise<ExecutedBatch> {
    const { key, program, run, step, rollouts, deadlineMs } = job;
    const stored = run === undefined ? undefined : await this.#store?.findBatch(key);
    if (stored !== undefined) return { ...stored, repeated: true, seconds: 0 };
    const batch = makeBatch(rollouts, step);
    const state = run === undefined ? undefined : await this.#stateBefore(run, step);
    const { columns, seconds } = await this.#batcher.score({ program, batch, run, state, deadlineMs });
    const made = { id: key, layout: batch.layout, columns, late: false, repeated: false, seconds };
    if (run === undefined || this.#store === undefined) return made;
    if (job.retriesFailures === true && mayRecover(columns.total)) return made;
    const { protocol } = job;
    const { rollouts: ordered, layout } = batch;
    const kept = { key, run, step, layout, columns, programHash: program.hash, protocol, rollouts: ordered };
    const [first] = await this.#store.commitBatches([kept]);
    return { ...(first as StoredBatch), repeated: false, seconds };
  }

  async close(): Promise<void> {}

  #stateBefore(run: string, step: number): Promise<ProgramState | undefined> {
    const key = `${step}\n${run}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const state = (this.#store as Store).stateBefore(run, step);
    this.#states.set(key, state);
    state.catch(() => this.#states.delete(key));
    if (this.#states.size > MAX_STATES) this.#states.delete(this.#states.keys().next().value as string);
    return state;
  }
}

/** Tells whether a value failed in a way that the same call may not fail in again. */
function mayRecover(signal: Signal): boolean {
  for (let i = 0; i < signal.present.length; i++) {
    if (signal.present[i] === 1) continue;
    const missing = missingAt(signal, i);
    if (missing.kind === "failed" && missing.retryable) return true;
  }
  return false;
}
