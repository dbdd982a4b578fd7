import { isSign, isWord, type SqlStatement, verbPlace } from "./read-statements.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** A key of an order: a column of the result, from the end when below 0, or one that only the keyed query returns, after the others. */
export type OrderKey = { readonly column: number } | { readonly hidden: number };

/** How a query orders its rows. */
export type QueryOrder =
  | { readonly kind: "none" }
  /** It orders, by keys that cannot be had: every row has its one place. */
  | { readonly kind: "strict" }
  /** Rows with equal keys may stand in any order; `keyed` is the query with its hidden keys as last columns. */
  | { readonly kind: "keys"; readonly keys: readonly OrderKey[]; readonly keyed?: string };

/**
 * Reads by what a query orders its rows at its top level: the ORDER BY of a subquery, window, aggregate, text or
 * comment is none of it.
 */
export function orderKeys(sql: string, { tokens }: SqlStatement): QueryOrder {
  const depth = tokens[0]?.depth ?? 0;
  const isTop = (i: number, word: string): boolean => tokens[i]?.depth === depth && isWord(tokens[i], word);
  const select = verbPlace(tokens);
  let order = -1;
  for (let i = select; i < tokens.length; i++) if (isTop(i, "ORDER") && isWord(tokens[i + 1], "BY")) order = i;
  if (order < 0) return { kind: "none" };
  if (!isTop(select, "SELECT")) return { kind: "strict" };
  const ends = (i: number): boolean => AFTER_ORDER.some((word) => isTop(i, word));
  let end = order + 2;
  while (end < tokens.length && !ends(end)) end++;
  const terms = split(tokens.slice(order + 2, end), depth).map(bareTerm);
  const from = firstTop(tokens, depth, select, ["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", ...COMPOUND]);
  const list = tokens.slice(select + 1, from);
  const fixed = isWord(list[0], "DISTINCT") || firstTop(tokens, depth, select, COMPOUND) < tokens.length;
  return keysOf(sql, {
    terms,
    items: split(withoutQuantifier(list), depth),
    fixed,
    at: tokens[from]?.start ?? sql.length,
  });
}

const AFTER_ORDER: readonly string[] = ["LIMIT", "OFFSET", "FETCH", "FOR"];
const COMPOUND: readonly string[] = ["UNION", "INTERSECT", "EXCEPT"];

interface Parts {
  readonly terms: readonly (readonly SqlToken[] | undefined)[];
  readonly items: readonly (readonly SqlToken[])[];
  /** The columns are all that can be known: rows are made distinct or come from several selects. */
  readonly fixed: boolean;
  /** Where the list of columns ends. */
  readonly at: number;
}

function keysOf(sql: string, { terms, items, fixed, at }: Parts): QueryOrder {
  const keys: OrderKey[] = [];
  const hidden: string[] = [];
  for (const term of terms) {
    if (term === undefined || term.length === 0 || (term.length === 1 && isWord(term[0], "ALL")))
      return { kind: "strict" };
    const column = columnOf(term, items);
    if (column !== undefined) keys.push({ column });
    else if (fixed) return { kind: "strict" };
    else {
      keys.push({ hidden: hidden.length });
      hidden.push(sql.slice((term[0] as SqlToken).start, (term.at(-1) as SqlToken).end));
    }
  }
  if (hidden.length === 0) return { kind: "keys", keys };
  const columns = hidden.map((text, i) => `, (${text}) AS order_key_${i}`).join("");
  // A line of its own, so that a comment before it ends.
  return { kind: "keys", keys, keyed: `${sql.slice(0, at)}\n${columns} ${sql.slice(at)}` };
}

/** The column a term names, by number, alias or expression; after a star it is counted from the end, below 0. */
function columnOf(term: readonly SqlToken[], items: Parts["items"]): number | undefined {
  const [first] = term;
  if (term.length === 1 && first?.kind === "number") return Number(first.value) - 1;
  const star = items.findIndex((item) => isSign(item.at(-1), "*"));
  const known = star < 0 ? items : items.slice(0, star);
  const alias = term.length === 1 ? items.findIndex((item) => named(item) === nameOf(first)) : -1;
  const index = alias < 0 ? known.findIndex((item) => sameTokens(expressionOf(item), term)) : alias;
  if (star >= 0 && index > star) return index - items.length;
  return index < 0 ? undefined : index;
}

/** The alias of a column that is written with `AS`. */
function named(item: readonly SqlToken[]): string | undefined {
  return item.length > 2 && isWord(item.at(-2), "AS") ? nameOf(item.at(-1)) : undefined;
}

function nameOf(token: SqlToken | undefined): string | undefined {
  return token?.kind === "word" || token?.kind === "name" ? token.value.toUpperCase() : undefined;
}

function expressionOf(item: readonly SqlToken[]): readonly SqlToken[] {
  return named(item) === undefined ? item : item.slice(0, -2);
}

function sameTokens(a: readonly SqlToken[], b: readonly SqlToken[]): boolean {
  return a.length === b.length && a.every(({ kind, value }, i) => kind === b[i]?.kind && value === b[i]?.value);
}

/** A term without its direction; nothing where its comparison is not that of its values. */
function bareTerm(term: readonly SqlToken[]): readonly SqlToken[] | undefined {
  const end = term.findIndex(
    (token, i) =>
      i > 0 && token.depth === term[0]?.depth && ["ASC", "DESC", "NULLS", "USING"].some((word) => isWord(token, word)),
  );
  const bare = end < 0 ? term : term.slice(0, end);
  const depth = term[0]?.depth;
  return bare.some((token) => token.depth === depth && isWord(token, "COLLATE")) ? undefined : bare;
}

function withoutQuantifier(list: readonly SqlToken[]): readonly SqlToken[] {
  return isWord(list[0], "DISTINCT") || isWord(list[0], "ALL") ? list.slice(1) : list;
}

function firstTop(tokens: readonly SqlToken[], depth: number, from: number, words: readonly string[]): number {
  const found = tokens.findIndex(
    (token, i) => i > from && token.depth === depth && token.kind === "word" && words.includes(token.value),
  );
  return found < 0 ? tokens.length : found;
}

function split(tokens: readonly SqlToken[], depth: number): readonly (readonly SqlToken[])[] {
  const parts: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.depth === depth && isSign(token, ",")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
