import { sqlTokens } from "./sql-tokens.ts";
import type { SqliteDatabase, SqliteStatement } from "./sqlite-driver.ts";

const UNKNOWN = /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/s;
const MOST = 200;

/**
 * Prepares a statement in which a double-quoted text that names no column is a string, as SQLite has it by default.
 * A library may be built without that; then each such name is written as a string and the statement tried again.
 */
export function prepareLenient(database: SqliteDatabase, sql: string): SqliteStatement {
  const strings = new Set<string>();
  for (let text = sql; ; ) {
    try {
      return database.prepare(text);
    } catch (error) {
      const name = UNKNOWN.exec((error as Error).message)?.[1];
      if (name === undefined || strings.has(name) || strings.size >= MOST) throw error;
      strings.add(name);
      text = withStrings(sql, strings);
    }
  }
}

function withStrings(sql: string, names: ReadonlySet<string>): string {
  let text = "";
  let from = 0;
  for (const { kind, value, start, end } of sqlTokens(sql, "sqlite")) {
    if (kind !== "name" || sql[start] !== '"' || !names.has(value)) continue;
    text += `${sql.slice(from, start)}'${value.replaceAll("'", "''")}'`;
    from = end;
  }
  return text + sql.slice(from);
}
