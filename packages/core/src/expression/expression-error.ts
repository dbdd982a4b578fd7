import { RewardError } from "../error/reward-error.ts";
import type { Place } from "./expression.ts";

/** What stood where something else was expected. */
export interface Mismatch extends Place {
  readonly expected: string;
  readonly got: string;
  readonly hint?: string | undefined;
}

/** The error for a text that is not an expression; columns count from 1. */
export function expressionError({ at, end, expected, got, hint }: Mismatch): RewardError {
  return new RewardError("GUERDON_EXPRESSION", `Expected ${expected} at column ${at + 1}, got ${got}.`, {
    ...(hint === undefined || hint === "" ? {} : { hint }),
    details: { at, end, expected, got },
  });
}
