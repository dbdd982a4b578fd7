import type { Cell } from "./cell.ts";

/** When two values count as one. */
export interface CellRules {
  /** Accept |a − b| up to this times |expected|, where one of the two is no whole number. */
  readonly relative: number;
  /** Accept |a − b| up to this. */
  readonly absolute: number;
  /** Whether a text that is written as a number is that number. */
  readonly text: "exact" | "numeric";
}

type Row = readonly Cell[];

// A set of rows that differ in floats alone is matched pair by pair up to this size, and in sorted order beyond.
const MATCHED = 200;

/** Tells whether two lists hold the same rows equally often, in any order. */
export function matchRows(expected: readonly Row[], actual: readonly Row[], rules: CellRules): boolean {
  if (expected.length !== actual.length) return false;
  const open = new Map<string, Row[]>();
  for (const row of expected) append(open, exactKey(row, rules), row);
  const rest: Row[] = [];
  for (const row of actual) if (open.get(exactKey(row, rules))?.pop() === undefined) rest.push(row);
  if (rest.length === 0) return true;
  const groups = new Map<string, { wanted: Row[]; got: Row[] }>();
  for (const row of [...open.values()].flat()) groupOf(groups, row, rules).wanted.push(row);
  for (const row of rest) groupOf(groups, row, rules).got.push(row);
  for (const { wanted, got } of groups.values()) if (!isPaired(wanted, got, rules)) return false;
  return true;
}

/** Tells whether two rows are equal, cell by cell. */
export function sameRow(expected: Row, actual: Row, rules: CellRules): boolean {
  return expected.length === actual.length && expected.every((cell, i) => sameCell(cell, actual[i] as Cell, rules));
}

/** Equal cells have equal keys, but for floats within the tolerance. */
export function exactKey(row: Row, rules: CellRules): string {
  let key = "";
  for (const cell of row) key += `${keyOf(cell, rules)}|`;
  return key;
}

/** The key of a cell; a text begins with its length, so that none looks like two. */
function keyOf(cell: Cell, rules: CellRules): string {
  const value = plain(cell, rules);
  if (typeof value === "number") return `n${value}`;
  if (value === null) return "0";
  if (typeof value === "string") return `t${value.length}:${value}`;
  return JSON.stringify(value);
}

function sameCell(expected: Cell, actual: Cell, rules: CellRules): boolean {
  const [a, b] = [plain(expected, rules), plain(actual, rules)];
  if (!isNumber(a) || !isNumber(b)) return keyOf(a, rules) === keyOf(b, rules);
  const [x, y] = [numberOf(a), numberOf(b)];
  if (isWhole(a) && isWhole(b))
    return keyOf(a, rules) === keyOf(b, rules) || (rules.absolute > 0 && Math.abs(x - y) <= rules.absolute);
  return x === y || Math.abs(x - y) <= Math.max(rules.absolute, rules.relative * Math.abs(x));
}

function plain(cell: Cell, { text }: CellRules): Cell {
  if (text === "exact" || typeof cell !== "string" || cell.length > 40) return cell;
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(cell) ? Number(cell) || 0 : cell;
}

type NumberCell = number | { readonly int: string };

function isNumber(cell: Cell): cell is NumberCell {
  return typeof cell === "number" || (typeof cell === "object" && cell !== null && "int" in cell);
}

function numberOf(cell: NumberCell): number {
  return typeof cell === "number" ? cell : Number(cell.int);
}

function isWhole(cell: NumberCell): boolean {
  return typeof cell !== "number" || Number.isSafeInteger(cell);
}

function groupOf(
  groups: Map<string, { wanted: Row[]; got: Row[] }>,
  row: Row,
  rules: CellRules,
): { wanted: Row[]; got: Row[] } {
  const key = row.map((cell) => (isNumber(plain(cell, rules)) ? "n" : keyOf(cell, rules))).join("|");
  const group = groups.get(key) ?? { wanted: [], got: [] };
  groups.set(key, group);
  return group;
}

function append(rows: Map<string, Row[]>, key: string, row: Row): void {
  const list = rows.get(key);
  if (list === undefined) rows.set(key, [row]);
  else list.push(row);
}

/** Whether each wanted row has one of its own among those got: a maximal matching, by augmenting paths. */
function isPaired(wanted: readonly Row[], got: readonly Row[], rules: CellRules): boolean {
  if (wanted.length !== got.length) return false;
  if (wanted.length > MATCHED) {
    const [a, b] = [[...wanted].sort(byNumbers(rules)), [...got].sort(byNumbers(rules))];
    return a.every((row, i) => sameRow(row, b[i] as Row, rules));
  }
  const ownerOf: number[] = new Array(got.length).fill(-1);
  return wanted.every((_, row) => findPlace(row, new Set(), { wanted, got, ownerOf, rules }));
}

interface Pairing {
  readonly wanted: readonly Row[];
  readonly got: readonly Row[];
  readonly ownerOf: number[];
  readonly rules: CellRules;
}

function findPlace(row: number, seen: Set<number>, pairing: Pairing): boolean {
  const { wanted, got, ownerOf, rules } = pairing;
  for (let place = 0; place < got.length; place++) {
    if (seen.has(place) || !sameRow(wanted[row] as Row, got[place] as Row, rules)) continue;
    seen.add(place);
    const owner = ownerOf[place] as number;
    if (owner >= 0 && !findPlace(owner, seen, pairing)) continue;
    ownerOf[place] = row;
    return true;
  }
  return false;
}

function byNumbers(rules: CellRules): (a: Row, b: Row) => number {
  return (a, b) => {
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [plain(a[i] as Cell, rules), plain(b[i] as Cell, rules)];
      if (isNumber(x) && isNumber(y) && numberOf(x) !== numberOf(y)) return numberOf(x) - numberOf(y);
    }
    return 0;
  };
}
