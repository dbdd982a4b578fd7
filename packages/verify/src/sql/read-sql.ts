import { nativeQuoting } from "./native-quoting.ts";
import { readStatements, type SqlStatement } from "./read-statements.ts";
import type { SqlDialect } from "./sql-dialect.ts";
import { sqlTokens } from "./sql-tokens.ts";

/** SQL text as statements that an engine may run. */
export interface ReadSql {
  readonly kind: "query" | "change";
  readonly statements: readonly string[];
  /** The tokens of the first statement, at their places in `sql`. */
  readonly first: SqlStatement;
  readonly sql: string;
}

export interface ReadSqlOptions {
  readonly dialect: SqlDialect;
  readonly quoting: "native" | "mysql";
  readonly limitCharacters: number;
}

/** Why a text cannot be run as it is. */
export type UnreadSql = { readonly error: "syntax" | "limit" | "refused"; readonly message: string };

/**
 * Reads one query, or one or more statements that change rows or tables. Whatever else the text holds (settings,
 * files, other databases, transactions) is refused before an engine sees it.
 */
export function readSql(text: string, { dialect, quoting, limitCharacters }: ReadSqlOptions): ReadSql | UnreadSql {
  if (text.length > limitCharacters) return { error: "limit", message: `more than ${limitCharacters} characters` };
  if (text.includes("\0")) return { error: "refused", message: "a NUL character" };
  const sql = quoting === "mysql" ? nativeQuoting(text, dialect) : text;
  const statements = readStatements(sqlTokens(sql, dialect));
  const [first] = statements;
  if (first === undefined) return { error: "syntax", message: "no statement" };
  const odd = statements.find(({ kind }) => kind === "other");
  if (odd !== undefined) return unread(odd);
  const queries = statements.filter(({ kind }) => kind === "query").length;
  if (queries > 0 && statements.length > 1) return { error: "refused", message: `${statements.length} statements` };
  return {
    kind: queries > 0 ? "query" : "change",
    statements: statements.map(({ start, end }) => sql.slice(start, end)),
    first,
    sql,
  };
}

const REFUSED =
  /^(ALTER|ANALYZE|ATTACH|BEGIN|CALL|CHECKPOINT|COMMIT|COPY|CREATE|DEALLOCATE|DECLARE|DETACH|DISCARD|DO|DROP|END|EXECUTE|EXPLAIN|EXPORT|FETCH|FORCE|GRANT|IMPORT|INSTALL|LISTEN|LOAD|LOCK|NOTIFY|PRAGMA|PREPARE|REINDEX|RELEASE|RESET|REVOKE|ROLLBACK|SAVEPOINT|SECURITY|SET|SHOW|START|USE|VACUUM)$/;

function unread({ verb, tokens }: SqlStatement): UnreadSql {
  const broken = tokens.find(({ kind }) => kind === "broken");
  if (broken !== undefined)
    return {
      error: "syntax",
      message: `${JSON.stringify(broken.value.slice(0, 20))} is not the beginning of anything`,
    };
  if (REFUSED.test(verb))
    return { error: "refused", message: `${verb} is neither a query nor a change of rows or tables` };
  return { error: "syntax", message: `no statement begins with ${JSON.stringify(verb.slice(0, 20))}` };
}
