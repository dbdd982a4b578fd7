import { QueryError } from "./query-error.ts";
import type { ErrorClass } from "./query-request.ts";

const CLASSES: readonly (readonly [RegExp, ErrorClass])[] = [
  [/^no such table|^no such view/, "no-such-table"],
  [/no such column|has no column named/, "no-such-column"],
  [/syntax error|incomplete input|unrecognized token|malformed JSON path/, "syntax"],
  [/out of memory|too big|database or disk is full|heap|Array buffer allocation/i, "memory"],
  [/more than one statement|contains no statements/, "refused"],
];

/** An error of SQLite by its class. */
export function sqliteError(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new QueryError(CLASSES.find(([pattern]) => pattern.test(message))?.[1] ?? "runtime", message);
}
