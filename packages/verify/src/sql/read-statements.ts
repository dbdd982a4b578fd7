import type { SqlToken } from "./sql-tokens.ts";

/** One statement of a SQL text. */
export interface SqlStatement {
  /** Reads rows, changes rows or tables, or does what is left to nobody: settings, files, other databases. */
  readonly kind: "query" | "change" | "other";
  /** The word that decides: `SELECT` after the tables of a `WITH`. */
  readonly verb: string;
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly SqlToken[];
}

const QUERIES: readonly string[] = ["SELECT", "VALUES", "TABLE", "FROM", "PIVOT", "UNPIVOT", "DESCRIBE", "SUMMARIZE"];
const CHANGES: readonly string[] = ["INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE", "TRUNCATE"];
const SCHEMA: readonly string[] = ["CREATE", "ALTER", "DROP"];
const OBJECTS: readonly string[] = ["TABLE", "VIEW", "INDEX"];
// Words that may stand between CREATE and the kind of its object.
const MANNERS: readonly string[] = ["OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE"];

/** Splits a text at its semicolons and says of each statement what it is by its grammar. */
export function readStatements(tokens: readonly SqlToken[]): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  for (let from = 0; from < tokens.length; ) {
    let to = from;
    while (to < tokens.length && !isSign(tokens[to], ";")) to++;
    if (to > from) statements.push(statementOf(tokens.slice(from, to)));
    from = to + 1;
  }
  return statements;
}

/** The place of the word that decides: after the tables of a `WITH`, else the first inside any parentheses before it. */
export function verbPlace(tokens: readonly SqlToken[]): number {
  let at = 0;
  while (isSign(tokens[at], "(")) at++;
  if (!isWord(tokens[at], "WITH")) return at;
  const depth = tokens[at]?.depth;
  for (let i = at + 1; i < tokens.length; i++) {
    const token = tokens[i] as SqlToken;
    if (token.depth === depth && token.kind === "word" && isVerb(token.value) && !isTableOf(tokens, i)) return i;
    // A table of the WITH is `name AS (…)`; its main statement may stand in parentheses itself.
    if (token.depth === depth && isSign(token, "(") && isSign(tokens[i - 1], ")"))
      return verbPlace(tokens.slice(i)) + i;
  }
  return at;
}

export function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.value === sign;
}

export function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word;
}

function statementOf(tokens: readonly SqlToken[]): SqlStatement {
  const place = verbPlace(tokens);
  const token = tokens[place] as SqlToken;
  const verb = token.kind === "word" ? token.value : "";
  const broken = tokens.some(({ kind }) => kind === "broken");
  const kind = broken ? "other" : kindOf(verb, tokens.slice(place + 1));
  return { kind, verb, start: (tokens[0] as SqlToken).start, end: (tokens.at(-1) as SqlToken).end, tokens };
}

function kindOf(verb: string, rest: readonly SqlToken[]): SqlStatement["kind"] {
  if (QUERIES.includes(verb)) return intoPlace(verb, rest) ? "change" : "query";
  if (CHANGES.includes(verb)) return "change";
  if (!SCHEMA.includes(verb)) return "other";
  const object = rest.find(({ kind, value }) => kind !== "word" || !MANNERS.includes(value));
  return object !== undefined && OBJECTS.includes(object.value) ? "change" : "other";
}

/** `SELECT … INTO table` makes one. */
function intoPlace(verb: string, rest: readonly SqlToken[]): boolean {
  return verb === "SELECT" && rest.some((token) => isWord(token, "INTO") && token.depth === (rest[0]?.depth ?? 0));
}

function isVerb(word: string): boolean {
  return QUERIES.includes(word) || CHANGES.includes(word);
}

/** A table of a `WITH` may be called `values`. */
function isTableOf(tokens: readonly SqlToken[], at: number): boolean {
  return isWord(tokens[at + 1], "AS") || isWord(tokens[at - 1], "AS");
}
