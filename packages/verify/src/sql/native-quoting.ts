import type { SqlDialect } from "./sql-dialect.ts";
import { sqlTokens } from "./sql-tokens.ts";

/**
 * SQL in the quoting of MySQL, written in that of another dialect: names in back quotes, texts in double quotes or
 * with backslashes, comments after `#` and names that begin with a digit.
 */
export function nativeQuoting(sql: string, dialect: SqlDialect): string {
  // In SQLite a name in double quotes that names nothing is a text; one in back quotes is an error, as it should be.
  const quote = dialect === "sqlite" ? "`" : '"';
  let text = "";
  let from = 0;
  for (const { kind, value, start, end } of sqlTokens(sql, "mysql")) {
    // White space and comments between tokens shrink to one space.
    if (start > from) text += " ";
    if (kind === "text") text += `'${value.replaceAll("'", "''")}'`;
    else if (kind === "name" || (kind === "word" && /^\d/.test(value)))
      text += quote + (kind === "name" ? value : sql.slice(start, end)).replaceAll(quote, quote + quote) + quote;
    else text += sql.slice(start, end);
    from = end;
  }
  return text;
}
