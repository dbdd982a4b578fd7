import { type SqlToken, sqlTokens } from "./sql-tokens.ts";

/** A query that was changed in one place, and how. */
export interface Perturbation {
  readonly what: string;
  readonly sql: string;
}

const SWAPS: { readonly [word: string]: string } = {
  MAX: "MIN",
  MIN: "MAX",
  SUM: "AVG",
  AVG: "SUM",
  ASC: "DESC",
  DESC: "ASC",
  ">": "<",
  "<": ">",
  ">=": "<",
  "<=": ">",
  "=": "<>",
  "<>": "=",
};

/** Every query that differs from the given one in one clause, constant, column, aggregate, comparison or limit. */
export function perturbations(sql: string, columns: readonly string[]): readonly Perturbation[] {
  const text = sql.replace(/\s*;\s*$/, "");
  const tokens = sqlTokens(text, "sqlite");
  const found: Perturbation[] = [];
  const swap = (what: string, from: SqlToken, by: string, to: SqlToken = from): void => {
    found.push({ what, sql: text.slice(0, from.start) + by + text.slice(to.end) });
  };
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    const written = text.slice(token.start, token.end);
    if (token.kind === "number") swap("constant", token, String(Number(token.value) + 1));
    if (token.kind === "text" || (token.kind === "name" && written.startsWith('"')))
      swap("constant", token, `${written.slice(0, -1)}x${written.at(-1)}`);
    const other = SWAPS[token.value];
    if (other !== undefined && token.kind !== "name")
      swap(token.kind === "sign" ? "comparison" : "aggregate", token, other);
    if (token.value === "COUNT" && next?.value === "(") swap("aggregate", token, "MAX");
    if (token.value === "DISTINCT") swap("distinct", token, "");
    if (token.value === "." && next?.kind === "word")
      for (const column of columns.slice(0, 3)) if (column.toUpperCase() !== next.value) swap("column", next, column);
    if (token.value === "WHERE") dropConjunct(tokens, i, swap);
  });
  found.push({ what: "limit", sql: /\bLIMIT \d+$/.test(text) ? text.replace(/\bLIMIT \d+$/, "") : `${text} LIMIT 1` });
  return found;
}

type Swap = (what: string, from: SqlToken, by: string, to?: SqlToken) => void;

/** Drops each of the conditions of a WHERE in turn, or the WHERE itself with its only one. */
function dropConjunct(tokens: readonly SqlToken[], where: number, swap: Swap): void {
  const depth = (tokens[where] as SqlToken).depth;
  const ends: number[] = [];
  let end = where + 1;
  for (; end < tokens.length; end++) {
    const { depth: inner, value, kind } = tokens[end] as SqlToken;
    if (inner < depth || (value === ")" && inner < depth)) break;
    if (inner === depth && kind === "word" && ["GROUP", "ORDER", "LIMIT", "HAVING", "UNION"].includes(value)) break;
    if (inner === depth && value === ")" && kind === "sign" && !opens(tokens, end, where)) break;
    if (inner === depth && value === "AND") ends.push(end);
  }
  const last = tokens[end - 1] as SqlToken;
  if (ends.length === 0) swap("condition", tokens[where] as SqlToken, "", last);
  else {
    swap("condition", tokens[where + 1] as SqlToken, "", tokens[ends[0] as number] as SqlToken);
    swap("condition", tokens[ends.at(-1) as number] as SqlToken, "", last);
  }
}

/** Whether a closing parenthesis belongs to one that was opened after a place. */
function opens(tokens: readonly SqlToken[], close: number, after: number): boolean {
  for (let i = close - 1; i > after; i--)
    if (tokens[i]?.value === "(" && tokens[i]?.kind === "sign" && tokens[i]?.depth === tokens[close]?.depth)
      return true;
  return false;
}
