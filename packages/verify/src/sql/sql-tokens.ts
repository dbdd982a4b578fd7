import type { SqlDialect } from "./sql-dialect.ts";

/** One token of a SQL text; white space and comments are none. */
export interface SqlToken {
  /** `name` is a quoted identifier, `broken` a quotation that never ends or a character no dialect knows. */
  readonly kind: "word" | "name" | "text" | "number" | "sign" | "broken";
  /** Its text: a word in upper case, a name or text without its quotes, else as written. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** How many parentheses are open around it; those of a pair count as outside. */
  readonly depth: number;
}

/** The quoting of a text: that of an engine's dialect, or of MySQL. */
export type SqlQuoting = SqlDialect | "mysql";

const LINE = /[^\n]*/y;
const LINE_OR_RETURN = /[^\n\r]*/y;
// The white space of SQL alone: what is taken for more here, an engine could read as a statement.
const SPACE = /[ \t\n\f\r]+/y;
const WORD = /[\p{L}_\x80-\u{10ffff}][\p{L}\p{N}_$\x80-\u{10ffff}]*/uy;
const MYSQL_WORD = /\d*[\p{L}_\x80-\u{10ffff}][\p{L}\p{N}_$\x80-\u{10ffff}]*/uy;
const NUMBER = /0[xX][\da-fA-F]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const SIGN = /::|\|\||<>|[<>!=]=|->>?|[-+*/%<>=~!@#^&|?:;,.()[\]{}$]/y;

/** Reads a SQL text in linear time. Strings, names and comments end where the dialect's engine ends them. */
export function sqlTokens(sql: string, quoting: SqlQuoting): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (let at = 0; at < sql.length; ) {
    const after = afterBlank(sql, at, quoting);
    if (after > at) {
      at = after;
      continue;
    }
    const { kind, value, end } = tokenAt(sql, at, quoting);
    if (value === ")" && kind === "sign") depth--;
    tokens.push({ kind, value, start: at, end, depth });
    if (value === "(" && kind === "sign") depth++;
    at = end;
  }
  return tokens;
}

/** The end of the white space or comment at a place; the place itself where there is none. */
function afterBlank(sql: string, at: number, quoting: SqlQuoting): number {
  const space = match(SPACE, sql, at);
  if (space !== undefined) return at + space.length;
  const nests = quoting === "postgres" || quoting === "duckdb";
  if (sql.startsWith("--", at) || (quoting === "mysql" && sql[at] === "#"))
    return at + (match(nests ? LINE_OR_RETURN : LINE, sql, at) as string).length;
  if (!sql.startsWith("/*", at)) return at;
  if (!nests) return endOf(sql.indexOf("*/", at + 2), 2, sql);
  let open = 1;
  let end = at + 2;
  for (; end < sql.length && open > 0; end++) {
    if (sql.startsWith("*/", end)) open--;
    else if (sql.startsWith("/*", end)) open++;
    else continue;
    end++;
  }
  return end;
}

function endOf(found: number, length: number, sql: string): number {
  return found < 0 ? sql.length : found + length;
}

type Read = Pick<SqlToken, "kind" | "value" | "end">;

function tokenAt(sql: string, at: number, quoting: SqlQuoting): Read {
  const char = sql[at] as string;
  const next = sql[at + 1];
  if (char === "'") return quoted(sql, at, "text", "'", quoting === "mysql");
  if (char === '"') return quoted(sql, at, quoting === "mysql" ? "text" : "name", '"', quoting === "mysql");
  if (char === "`" && (quoting === "sqlite" || quoting === "mysql")) return quoted(sql, at, "name", "`", false);
  if (char === "[" && quoting === "sqlite") return quoted(sql, at, "name", "]", false);
  if ((char === "e" || char === "E") && next === "'" && (quoting === "postgres" || quoting === "duckdb"))
    return quoted(sql, at + 1, "text", "'", true);
  if (char === "$" && (quoting === "postgres" || quoting === "duckdb")) {
    const tag = match(DOLLAR, sql, at);
    if (tag !== undefined) return between(sql, at + tag.length, "text", tag);
  }
  const word = match(quoting === "mysql" ? MYSQL_WORD : WORD, sql, at);
  if (word !== undefined && !/^\d+e\d*$/i.test(word))
    return { kind: "word", value: word.toUpperCase(), end: at + word.length };
  const number = match(NUMBER, sql, at);
  if (number !== undefined) return { kind: "number", value: number, end: at + number.length };
  const sign = match(SIGN, sql, at);
  return sign === undefined
    ? { kind: "broken", value: char, end: at + 1 }
    : { kind: "sign", value: sign, end: at + sign.length };
}

/** A quotation in which a doubled quote, or with `escapes` one after a backslash, is the quote itself. */
function quoted(sql: string, at: number, kind: "text" | "name", quote: string, escapes: boolean): Read {
  let value = "";
  for (let from = at + 1, i = from; i < sql.length; i++) {
    if (escapes && sql[i] === "\\" && i + 1 < sql.length) {
      value += sql.slice(from, i) + unescaped(sql[i + 1] as string);
      from = i + 2;
      i++;
    } else if (sql[i] === quote) {
      value += sql.slice(from, i);
      // A bracket is closed by the first that comes.
      if (quote === "]" || sql[i + 1] !== quote) return { kind, value, end: i + 1 };
      from = i + 1;
      i++;
    }
  }
  return { kind: "broken", value: sql.slice(at), end: sql.length };
}

const ESCAPES: { readonly [char: string]: string } = { n: "\n", t: "\t", r: "\r", "0": "\0", b: "\b", Z: "\x1a" };

function unescaped(char: string): string {
  return ESCAPES[char] ?? char;
}

function between(sql: string, from: number, kind: "text", mark: string): Read {
  const end = sql.indexOf(mark, from);
  if (end < 0) return { kind: "broken", value: sql.slice(from), end: sql.length };
  return { kind, value: sql.slice(from, end), end: end + mark.length };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
