import type { ProgramState } from "@guerdon/core/engine";
import type { Rollout } from "@guerdon/core/signal";
import type { ScoreColumns } from "../service/reward-service.ts";

/** A training run: a name of the client's, pinned to one version of one program. */
export interface RunRecord {
  readonly run: string;
  readonly programName: string;
  readonly programHash: string;
  /** The open step: the one whose batches still enter the state. */
  readonly step: number;
}

/** Scores to be kept. */
export interface NewBatch {
  /** Idempotency key, unique in the store: client's key or content hash, with run and step. */
  readonly key: string;
  readonly run?: string;
  readonly step: number;
  readonly programHash: string;
  readonly protocol: string;
  readonly rollouts: readonly Rollout[];
  readonly columns: ScoreColumns;
}

/** A batch as it is kept. */
export interface StoredBatch extends NewBatch {
  readonly id: string;
  readonly createdAt: Date;
}

/**
 * Where runs, batches, scores and state are kept. Every method is atomic, and idempotent where it writes:
 * the same call after a crash, or by two processes at once, changes nothing more. One suite runs on each kind of store.
 */
export interface Store {
  /** Opens a run, or gives the one that is there; its program's version stays the first one. */
  openRun(run: string, program: { readonly name: string; readonly hash: string }): Promise<RunRecord>;
  findBatch(key: string): Promise<StoredBatch | undefined>;
  /** Keeps batches, all or none; of two with one key the first stays. Gives the ones that are kept, in order. Resolves when durable. */
  commitBatches(batches: readonly NewBatch[]): Promise<readonly StoredBatch[]>;
  /** State before a step of a run, once all steps below it are ended. */
  stateBefore(run: string, step: number): Promise<ProgramState | undefined>;
  /**
   * Ends a step: under the run's lock reads the step's batches in a fixed order, lets `next` make the new state and keeps it.
   * Without effect for a step that is ended.
   */
  endStep(
    run: string,
    step: number,
    next: (state: ProgramState | undefined, batches: readonly StoredBatch[]) => ProgramState,
  ): Promise<{ readonly moved: boolean }>;
  close(): Promise<void>;
}
