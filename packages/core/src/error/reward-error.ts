import type { Json } from "../signal/json.ts";
import type { ErrorCode } from "./catalogue.ts";

export interface RewardErrorOptions {
  /** The next thing to do. */
  readonly hint?: string;
  /** Expected, got, place: plain JSON for machines. */
  readonly details?: { readonly [key: string]: Json };
  readonly cause?: unknown;
}

const MARK = Symbol.for("guerdon.reward-error");

/**
 * The one error class. Misuse throws it; an expected failure is an `Outcome`, not an error.
 *
 * `message` reads "Expected `argument` to be …, got …." and `hint` says what to do next.
 */
export class RewardError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: { readonly [key: string]: Json };

  constructor(code: ErrorCode, message: string, options: RewardErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "RewardError";
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
    Object.defineProperty(this, MARK, { value: true });
  }

  /** Recognises reward errors of any installed copy of the package. */
  static is(value: unknown): value is RewardError {
    return typeof value === "object" && value !== null && MARK in value;
  }
}
