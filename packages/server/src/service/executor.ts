import type { Program } from "@guerdon/core/program";
import type { Layout, Rollout } from "@guerdon/core/signal";
import type { ScoreColumns } from "./reward-service.ts";

/** A batch to be scored, and kept where it belongs to a run. */
export interface BatchJob {
  /** Idempotency key of the batch, with run and step. */
  readonly key: string;
  readonly program: Program;
  /** Run that is open in the store and pinned to this program. Steps below `step` are ended. */
  readonly run?: string;
  readonly step: number;
  readonly protocol: string;
  /** Groups contiguous, as `makeBatch` puts them. */
  readonly rollouts: readonly Rollout[];
  /** A batch with a total that failed and may succeed later is answered but not kept. */
  readonly retriesFailures?: boolean;
  /** Time that is left for it, in milliseconds. */
  readonly deadlineMs?: number;
}

/** A batch that is scored and, where it belongs to a run, durable. */
export interface ExecutedBatch {
  /** Id in the store; the key where nothing is kept. */
  readonly id: string;
  readonly layout: Layout;
  readonly columns: ScoreColumns;
  /** It came after its step had ended. */
  readonly late: boolean;
  /** It was there already: these are the scores of the first time. */
  readonly repeated: boolean;
  readonly seconds: number;
}

/** Where batches are scored: in this process or by workers. */
export interface Executor {
  /** @throws RewardError GUERDON_WORKER when no worker answers in time; the job may be given again with the same key */
  execute(job: BatchJob): Promise<ExecutedBatch>;
  close(): Promise<void>;
}
