import type { FieldSpec } from "@guerdon/core/piece";
import { z } from "zod";
import { DIALECTS, type SqlDialect } from "./sql-dialect.ts";

/** What the sources of this folder have in common. */
export interface SqlRunOptions {
  /** The database that runs the SQL. */
  readonly dialect: SqlDialect;
  /** The quoting the SQL is written in: the dialect's, or MySQL's, which is rewritten. */
  readonly quoting: "native" | "mysql";
  /** Time one query has before its process is killed, in milliseconds. */
  readonly deadlineMs: number;
  /** Rows a result may have, and tables compared for a change. */
  readonly limitRows: number;
  /** Bytes a result may have. */
  readonly limitBytes: number;
  /** Characters the SQL may have. */
  readonly limitCharacters: number;
}

/** The options of a run, for a strict object, with their defaults. */
export const sqlRunShape: {
  readonly [K in keyof SqlRunOptions]: z.ZodType<SqlRunOptions[K], SqlRunOptions[K] | undefined>;
} = {
  dialect: z.enum(DIALECTS).default("sqlite"),
  quoting: z.enum(["native", "mysql"]).default("native"),
  deadlineMs: z.number().positive().default(2000),
  limitRows: z.int().positive().default(100_000),
  limitBytes: z.int().positive().default(10_000_000),
  limitCharacters: z.int().positive().default(100_000),
};

/** The fields of the sources of this folder. */
export const SQL_FIELDS: { readonly [F in "query" | "expected" | "schema" | "setup" | "database"]: FieldSpec } = {
  query: { type: "text", default: "{{ sample.output_text }}" },
  expected: { type: "json" },
  schema: { type: "text", optional: true },
  setup: { type: "text", optional: true },
  database: { type: "text", optional: true },
};
