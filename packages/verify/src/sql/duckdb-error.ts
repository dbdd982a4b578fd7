import { QueryError } from "./query-error.ts";
import type { ErrorClass } from "./query-request.ts";

const CLASSES: readonly (readonly [RegExp, ErrorClass])[] = [
  [/^(Failed to extract statements: )?Parser Error/, "syntax"],
  [/^Catalog Error: (Table|View) with name/, "no-such-table"],
  [/^Binder Error: (Referenced (column|table)|Table .* does not have a column)|column .* not found/i, "no-such-column"],
  [/^(Out of Memory Error|Failed to allocate)/i, "memory"],
  [
    /^(Permission Error|Invalid Input Error: Cannot change configuration|TransactionContext Error: Cannot .* read-only)/,
    "refused",
  ],
];

/** An error of DuckDB by its class. */
export function duckdbError(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const kind = CLASSES.find(([pattern]) => pattern.test(message))?.[1] ?? "runtime";
  return new QueryError(kind, (message.split("\n\n")[0] as string).replace(/\s+/g, " "));
}
