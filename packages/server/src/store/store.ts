import type { ProgramState } from "@guerdon/core/engine";
import type { Layout, Rollout } from "@guerdon/core/signal";
import type { ScoreColumns } from "../service/reward-service.ts";
import type { Preference } from "./preference.ts";

/** A training run: a name of the client's, pinned to one version of one program. */
export interface RunRecord {
  readonly run: string;
  readonly programName: string;
  readonly programHash: string;
  /** The open step: the lowest one whose batches still enter the state. */
  readonly step: number;
  readonly createdAt: Date;
}

/** A run with what is kept of it. */
export interface RunSummary extends RunRecord {
  readonly batches: number;
  readonly rollouts: number;
  /** Batches that came after their step had ended. */
  readonly late: number;
  /** When its last batch was kept, or the run opened. */
  readonly lastAt: Date;
}

/** Scores of a batch as far as the state of adaptive pieces depends on them. */
export interface BatchScores {
  /** Idempotency key, unique in the store: client's key or content hash, with run and step. */
  readonly key: string;
  readonly step: number;
  readonly layout: Layout;
  readonly columns: ScoreColumns;
}

/** Scores to be kept. */
export interface NewBatch extends BatchScores {
  readonly run?: string;
  readonly programHash: string;
  readonly protocol: string;
  /** In the order of the layout. */
  readonly rollouts: readonly Rollout[];
}

/** A batch as it is kept, without its rollouts. */
export interface StoredBatch extends Omit<NewBatch, "rollouts"> {
  readonly id: string;
  /** It came after its step had ended and does not enter the state. */
  readonly late: boolean;
  readonly createdAt: Date;
}

/** What makes a run's next state from the batches of a step, which come in the order of their keys. */
export type NextState = (state: ProgramState | undefined, batches: readonly BatchScores[]) => ProgramState;

/** What is to be removed: runs whose last batch is older, whole. */
export interface PruneOptions {
  readonly before: Date;
  /** Only this run. */
  readonly run?: string;
}

/**
 * Where runs, batches, scores and state are kept. Every method is atomic, and idempotent where it writes:
 * the same call after a crash, or by two processes at once, changes nothing more. One suite runs on each kind of store.
 *
 * @throws RewardError GUERDON_STORE from every method, when the database cannot be reached or refuses
 */
export interface Store {
  /** Opens a run, or gives the one that is there; its program's version stays the first one. */
  openRun(run: string, program: { readonly name: string; readonly hash: string }): Promise<RunRecord>;
  findRun(run: string): Promise<RunSummary | undefined>;
  /** All runs, the last used first. */
  listRuns(): Promise<readonly RunSummary[]>;
  findBatch(key: string): Promise<StoredBatch | undefined>;
  /** Keeps batches, all or none; of two with one key the first stays. Gives the ones that are kept, in order. Resolves when durable. */
  commitBatches(batches: readonly NewBatch[]): Promise<readonly StoredBatch[]>;
  /**
   * State before a step of a run; none before the first that moved it. It never changes once it is there.
   *
   * @throws RewardError GUERDON_STEP_OPEN while a step below is open
   */
  stateBefore(run: string, step: number): Promise<ProgramState | undefined>;
  /**
   * Ends a step, and the open ones below it: under the run's lock reads each step's batches in the order of their
   * keys, lets `next` make the new state and keeps it. Without effect for a step that is ended. A step without
   * batches leaves the state as it is.
   *
   * @param next - may be left out for a program without adaptive pieces: the step just ends
   */
  endStep(run: string, step: number, next?: NextState): Promise<{ readonly moved: boolean }>;
  /** The batches of a run, or of one of its steps, by step and key, one at a time. */
  readBatches(run: string, step?: number): AsyncIterable<StoredBatch>;
  /** The rollouts of a stored batch, in the order of its layout. */
  readRollouts(id: string): Promise<readonly Rollout[]>;
  /** Keeps preferences; of two with one key the first stays. */
  addPreferences(preferences: readonly Preference[]): Promise<void>;
  readPreferences(run: string): AsyncIterable<Preference>;
  /** Keeps bytes for other processes under a key, until they are dropped or pruned; what is there stays. */
  putPayload(key: string, body: Uint8Array): Promise<void>;
  findPayload(key: string): Promise<Uint8Array | undefined>;
  dropPayload(key: string): Promise<void>;
  /** Removes old runs with all that belongs to them, and old batches and payloads that belong to no run. Gives the names of the runs. */
  prune(options: PruneOptions): Promise<readonly string[]>;
  close(): Promise<void>;
}
