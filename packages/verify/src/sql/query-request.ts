import type { Cell } from "./cell.ts";

/** The database a query runs in: SQL text that makes it, or a file of the template folder by its SHA-256. */
export type Template =
  | { readonly kind: "text"; readonly sql: string }
  | { readonly kind: "file"; readonly sha256: string; readonly holds: "sql" | "sqlite"; readonly bytes: number };

/** Making a database of more SQL than this is no row's business: it is made before them, and kept as a file. */
export const LARGE_BYTES = 200_000;

/** What a child process needs to run SQL: nothing of it says what the result should be. */
export interface QueryRequest {
  readonly template: Template;
  /** One statement of a query, several of a change. */
  readonly statements: readonly string[];
  /**
   * Rows of a query, tables that a change leaves different, what the planner expects a query to cost, or the database
   * alone.
   */
  readonly want: "rows" | "state" | "cost" | "database";
  readonly limitRows: number;
  readonly limitBytes: number;
}

/** Why SQL did not run. */
export const ERROR_CLASSES = [
  "syntax",
  "no-such-table",
  "no-such-column",
  "runtime",
  "timeout",
  "memory",
  "limit",
  "refused",
] as const;

export type ErrorClass = (typeof ERROR_CLASSES)[number];

export interface QueryRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type QueryReply =
  | ({ readonly kind: "rows"; readonly engine: string } & QueryRows)
  /** The tables that differ from the template's; null is one that is gone. */
  | { readonly kind: "state"; readonly engine: string; readonly tables: { readonly [name: string]: QueryRows | null } }
  | { readonly kind: "cost"; readonly engine: string; readonly cost: number }
  | { readonly kind: "database"; readonly engine: string }
  | { readonly kind: "error"; readonly engine: string; readonly error: ErrorClass; readonly message: string }
  /** The database could not be made, or the engine is not there. */
  | { readonly kind: "fault"; readonly blame: "task" | "engine"; readonly reason: string };
