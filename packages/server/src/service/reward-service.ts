import type { Program } from "@guerdon/core/program";
import type { Batch, Rollout, Signal } from "@guerdon/core/signal";

/**
 * What a client wants scored. Adapters make these of their bodies; the service alone knows runs, keys and state.
 */
export interface ScoreRequest {
  /** Name of a served program. Default: the one program that is served. */
  readonly program?: string;
  /** Training run the rollouts belong to. Without one nothing is remembered and adaptive pieces stay as at their start. */
  readonly run?: string;
  /** Training step. Default: the run's open step. */
  readonly step?: number;
  readonly rollouts: readonly Rollout[];
  /** The client's idempotency key. Default: the content of the request. */
  readonly key?: string;
  /** Rollouts of one group arrive in requests of their own: wait for them (a cohort). */
  readonly cohort?: CohortPolicy;
  /** Name of the adapter, for logs and metrics. */
  readonly protocol: string;
  /** Time the client gives us, in milliseconds. */
  readonly deadlineMs?: number;
  /** Its client asks again for whatever failed and may succeed later: a batch with such a failure is not kept. */
  readonly retriesFailures?: boolean;
  /** Tells whether nobody waits for the answer any more; a host sets it from the connection. */
  readonly isGone?: () => boolean;
}

/** When a group whose members come one by one is complete, and what becomes of one that is not. */
export interface CohortPolicy {
  /** Members of a group. */
  readonly size: number;
  /** Longest wait for the missing ones, in milliseconds. */
  readonly waitMs: number;
  /** A group that is not complete then: its members are scored among themselves, or failed (blame engine, retryable). */
  readonly partial: "score" | "fail";
}

/** Columns of scores, one place a rollout (or step, or token) of `batch`. */
export interface ScoreColumns {
  readonly total: Signal;
  readonly terms: ReadonlyMap<string, Signal>;
  readonly credit?: Signal;
  readonly advantage?: Signal;
}

/** What the service answers. The order of the rollouts is that of the request: `places[i]` is the place of rollout i in the columns. */
export interface ScoreReply {
  /** Id of the stored batch; retries get the same. */
  readonly id: string;
  readonly program: Program;
  readonly run?: string;
  readonly step: number;
  readonly batch: Pick<Batch, "layout">;
  readonly places: Int32Array;
  readonly columns: ScoreColumns;
  /** Answered from a stored or running identical request. */
  readonly repeated: boolean;
  /** The step had ended before: the scores do not enter the state. */
  readonly late: boolean;
  readonly seconds: number;
}

/** Scores for any adapter, exactly once. */
export interface RewardService {
  score(request: ScoreRequest): Promise<ScoreReply>;
  /** Ends a training step of a run: the state moves once, however often this is asked. */
  endStep(run: string, step: number): Promise<{ readonly step: number; readonly moved: boolean }>;
  /** The served programs by name; the newest version of each. */
  readonly programs: ReadonlyMap<string, Program>;
}
