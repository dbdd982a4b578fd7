import type { ErrorClass } from "./query-request.ts";

/** A query that did not run, by its class. */
export class QueryError extends Error {
  readonly error: ErrorClass;

  constructor(error: ErrorClass, message: string) {
    super(message);
    this.error = error;
  }
}
