/** Who a failure is put down to. Only `candidate` (what the policy wrote) may ever score low. */
export type Blame = "candidate" | "task" | "sandbox" | "judge" | "engine";

export const BLAMES: readonly Blame[] = ["candidate", "task", "sandbox", "judge", "engine"];

export interface Scored {
  readonly kind: "scored";
  readonly value: number;
  readonly interval?: readonly [number, number];
}

/** Nothing to score here, and nobody's fault: the term does not apply. */
export interface Abstained {
  readonly kind: "abstained";
  readonly reason: string;
}

/** Scoring broke. `retryable` says whether the same call may succeed later. */
export interface Failed {
  readonly kind: "failed";
  readonly blame: Blame;
  readonly reason: string;
  readonly retryable: boolean;
}

/** Why a value is missing. */
export type Missing = Abstained | Failed;

/** The result of scoring one thing: a value, a reason to abstain, or a failure with its blame. */
export type Outcome = Scored | Missing;

export function scored(value: number): Scored {
  return { kind: "scored", value };
}

export function abstained(reason: string): Abstained {
  return { kind: "abstained", reason };
}

export function failed(blame: Blame, reason: string, retryable = false): Failed {
  return { kind: "failed", blame, reason, retryable };
}

/**
 * Tells whether `default(x, v)` may put `v` in the place of this missing value.
 *
 * An abstention and a failure of the candidate may; a failure of the task, sandbox, judge or
 * engine may not, for then a broken sandbox would look like a wrong answer.
 *
 * ```ts doctest
 * import { abstained, failed, isFillable } from "@guerdon/core/signal";
 * [isFillable(abstained("no tool call")), isFillable(failed("judge", "timed out"))] // => [true, false]
 * ```
 */
export function isFillable(missing: Missing): boolean {
  return missing.kind === "abstained" || missing.blame === "candidate";
}

/**
 * The one of two missing values that speaks for both: a failure before an abstention, then the
 * failure that is not the candidate's, then the first.
 */
export function graver(a: Missing, b: Missing): Missing {
  return gravity(b) > gravity(a) ? b : a;
}

function gravity(missing: Missing): number {
  if (missing.kind === "abstained") return 0;
  return missing.blame === "candidate" ? 1 : 2;
}
