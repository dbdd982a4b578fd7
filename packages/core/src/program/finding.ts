import type { ErrorCode, RewardError } from "../error/index.ts";

/** Where in a program: keys from the root, and an offset inside the text found there. */
export interface Place {
  readonly path: readonly string[];
  readonly at?: number;
  /** The key itself is meant, not its value. */
  readonly key?: true;
}

/** One thing a static check has to say about a program, before any rollout is scored. */
export interface Finding {
  readonly code: ErrorCode;
  /** An error keeps the program from running; a warning does not. */
  readonly severity: "error" | "warning";
  readonly place: Place;
  /** Line and column in the file, from 1, when the program came from one. */
  readonly line?: number;
  readonly column?: number;
  readonly reason: string;
  /** What to change. */
  readonly fix: string;
}

/** The error finding that a thrown reward error amounts to. */
export function findingOf(error: RewardError, place: Place): Finding {
  const at = typeof error.details.at === "number" ? { at: error.details.at } : {};
  return {
    code: error.code,
    severity: "error",
    place: { ...place, ...at },
    reason: error.message,
    fix: error.hint || "Change it to what is expected.",
  };
}
