import { hash } from "node:crypto";
import type { Program } from "@guerdon/core/program";
import type { Rollout } from "@guerdon/core/signal";

/** What makes two requests the same one. */
export interface RequestIdentity {
  readonly program: Pick<Program, "hash">;
  readonly run: string | undefined;
  readonly step: number;
  /** The client's own key. */
  readonly key: string | undefined;
  readonly rollouts: readonly Rollout[];
}

/**
 * Idempotency key of a request: of the client's key within its run, else of program, run, step and content.
 *
 * A client's key stands for one request however the run has gone on since; content at a later step is another request.
 */
export function requestKey({ program, run, step, key, rollouts }: RequestIdentity): string {
  const identity = key === undefined ? [program.hash, run ?? null, step, rollouts] : [run ?? null, key];
  return hash("sha256", JSON.stringify(identity));
}

/** Digest of some rollouts alone. */
export function contentHash(rollouts: readonly Rollout[]): string {
  return hash("sha256", JSON.stringify(rollouts));
}
