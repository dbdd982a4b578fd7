import { CATALOGUE, type ErrorCode, RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import type { InvalidBody } from "../adapter/adapter.ts";
import { withoutPaths } from "../protocol/public-missing.ts";

/** An error as clients see it: problem+json (RFC 9457), without stack or path of a file. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly hint?: string;
  /** Under which the log has the whole error. */
  readonly cause: string;
  readonly retryAfterSeconds?: number;
  /** Each place of the body that is wrong. */
  readonly issues?: InvalidBody["issues"];
}

const STATUS: { readonly [code in ErrorCode]?: number } = {
  GUERDON_ACCESS: 401,
  GUERDON_BUSY: 503,
  GUERDON_DEADLINE: 504,
  GUERDON_KEY_REUSED: 409,
  GUERDON_LEVEL: 422,
  GUERDON_LIMIT: 413,
  GUERDON_NAME_UNKNOWN: 422,
  GUERDON_OPTION: 422,
  GUERDON_PIECE_KIND: 422,
  GUERDON_PIECE_UNKNOWN: 422,
  GUERDON_PROGRAM: 422,
  GUERDON_PROGRAM_NOT_SERVED: 404,
  GUERDON_REQUEST: 422,
  GUERDON_ROLLOUT: 422,
  GUERDON_ROUTE: 404,
  GUERDON_SHAPE: 422,
  GUERDON_STEP_OPEN: 409,
  GUERDON_STORE: 503,
  GUERDON_WORKER: 503,
};

/** Troubles of the server whose messages a client may read. */
const SPOKEN: ReadonlySet<ErrorCode> = new Set(["GUERDON_BUSY", "GUERDON_DEADLINE", "GUERDON_REWARD_MISSING"]);

/**
 * What a client may know of an error. The message of one that is the client's own doing; of the server's troubles,
 * whose messages may hold paths and addresses, the code and what it means.
 *
 * @param causeId - under which the error is in the log
 */
export function problemOf(error: unknown, causeId: string): Problem {
  if (!RewardError.is(error)) return unexpected(causeId);
  const { code, details } = error;
  const status = typeof details.status === "number" ? details.status : (STATUS[code] ?? 500);
  const title = CATALOGUE[code];
  const isOurs = status >= 500 && !SPOKEN.has(code);
  const retry = details.retryAfterSeconds;
  return {
    type: `urn:guerdon:error:${code}`,
    title,
    status,
    code,
    detail: isOurs ? title : status >= 500 ? withoutPaths(error.message) : error.message,
    ...(error.hint === undefined || isOurs ? {} : { hint: error.hint }),
    cause: causeId,
    ...(typeof retry === "number" ? { retryAfterSeconds: retry } : {}),
    ...(Array.isArray(details.issues) ? { issues: details.issues as unknown as InvalidBody["issues"] } : {}),
  };
}

/** A problem as JSON. */
export function problemBody(problem: Problem): Json {
  return { ...problem } as unknown as Json;
}

function unexpected(cause: string): Problem {
  const title = "Something went wrong in the server.";
  return { type: "about:blank", title, status: 500, code: "INTERNAL", detail: title, cause };
}
