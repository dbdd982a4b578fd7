/** The dialects that have an engine. */
export const DIALECTS = ["sqlite", "duckdb", "postgres"] as const;

export type SqlDialect = (typeof DIALECTS)[number];
