import type { Cell } from "./cell.ts";
import { type CellRules, exactKey, matchRows, sameRow } from "./match-rows.ts";
import type { QueryRows } from "./query-request.ts";

type Row = readonly Cell[];

/** When two results count as one. */
export interface ResultRules extends CellRules {
  /** Whether the first column must be the first, or the columns may stand in any order. */
  readonly columns: "by-position" | "any-order";
}

/** The order expected rows have: none, or how many rows at a time are tied, in order. */
export type RowOrder = "any" | readonly number[];

// An arrangement of columns is searched for among those with equal contents; more than this are not tried.
const ARRANGEMENTS = 2_000;

/** Why a result is not the expected one, or nothing. */
export function resultFault(
  expected: Pick<QueryRows, "rows"> & { readonly width?: number },
  actual: QueryRows,
  order: RowOrder,
  rules: ResultRules,
): string | undefined {
  const width = expected.width ?? expected.rows[0]?.length;
  if (width !== undefined && width !== actual.columns.length)
    return `${count(actual.columns.length, "column")}, expected ${width}`;
  if (expected.rows.length !== actual.rows.length)
    return `${count(actual.rows.length, "row")}, expected ${expected.rows.length}`;
  if (isSame(expected.rows, actual.rows, order, rules)) return undefined;
  if (rules.columns === "any-order" && arranged(expected.rows, actual.rows, order, rules)) return undefined;
  if (order !== "any" && matchRows(expected.rows, actual.rows, rules)) return "the rows stand in another order";
  return `${firstOdd(expected.rows, actual.rows, rules)} is not expected`;
}

/** How many rows at a time are tied, given the keys of the rows in order. */
export function tiesOf(keys: readonly Row[], rules: CellRules): readonly number[] {
  const ties: number[] = [];
  for (let i = 0; i < keys.length; i++) {
    if (i > 0 && exactKey(keys[i] as Row, rules) === exactKey(keys[i - 1] as Row, rules)) ties[ties.length - 1]!++;
    else ties.push(1);
  }
  return ties;
}

function isSame(expected: readonly Row[], actual: readonly Row[], order: RowOrder, rules: CellRules): boolean {
  if (order === "any") return matchRows(expected, actual, rules);
  let at = 0;
  for (const size of order) {
    const [wanted, got] = [expected.slice(at, at + size), actual.slice(at, at + size)];
    const same = size === 1 ? sameRow(wanted[0] as Row, got[0] as Row, rules) : matchRows(wanted, got, rules);
    if (!same) return false;
    at += size;
  }
  return true;
}

/** Whether some arrangement of the actual columns gives the expected rows. */
function arranged(expected: readonly Row[], actual: readonly Row[], order: RowOrder, rules: CellRules): boolean {
  const width = expected[0]?.length ?? 0;
  const free = Array.from({ length: width }, (_, column) => column);
  const fits = free.map((wanted) => {
    const column = expected.map((row) => [row[wanted] as Cell]);
    return free.filter((got) =>
      matchRows(
        column,
        actual.map((row) => [row[got] as Cell]),
        rules,
      ),
    );
  });
  let left = ARRANGEMENTS;
  const search = (chosen: readonly number[]): boolean => {
    if (chosen.length < width)
      return (fits[chosen.length] as number[]).some(
        (column) => left > 0 && !chosen.includes(column) && search([...chosen, column]),
      );
    left--;
    const rows = actual.map((row) => chosen.map((column) => row[column] as Cell));
    return isSame(expected, rows, order, rules);
  };
  return search([]);
}

/** The first row that is got more often than expected, in a few words. */
function firstOdd(expected: readonly Row[], actual: readonly Row[], rules: CellRules): string {
  const counts = new Map<string, number>();
  for (const row of expected) {
    const key = exactKey(row, rules);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const odd = actual.find((row) => {
    const key = exactKey(row, rules);
    const times = counts.get(key) ?? 0;
    counts.set(key, times - 1);
    return times <= 0;
  });
  const text = `row (${(odd ?? actual[0] ?? []).map(cellText).join(", ")})`;
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function cellText(cell: Cell): string {
  return typeof cell === "object" && cell !== null ? String(Object.values(cell)[0]) : String(cell ?? "NULL");
}
