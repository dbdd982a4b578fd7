import { QueryError } from "./query-error.ts";
import type { ErrorClass } from "./query-request.ts";

const CLASSES: { readonly [state: string]: ErrorClass } = {
  "42601": "syntax",
  "42P01": "no-such-table",
  "42703": "no-such-column",
  "42501": "refused",
  "25006": "refused",
  "0A000": "refused",
  "53200": "memory",
  "53100": "memory",
  "54000": "memory",
  "57014": "timeout",
};

/** An error of PostgreSQL by its class; undefined for one that is not its own: then the server is broken. */
export function postgresError(error: unknown): QueryError | undefined {
  if (error instanceof QueryError) return error;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== "string" || code.length !== 5) return undefined;
  return new QueryError(CLASSES[code] ?? "runtime", String(message));
}
