import type { Json } from "@guerdon/core/signal";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";

/** Rows of cells, each a short text. */
export type Grid = readonly (readonly string[])[];

const LIMIT_CHARACTERS = 100_000;

/**
 * A grid from a text: JSON rows, or lines of cells with spaces, commas or bars between them (or none, for letters).
 *
 * Of a longer text the last block of lines without a blank one counts.
 *
 * ```ts doctest
 * import { readGrid } from "@guerdon/verify/puzzle";
 * readGrid("Here it is:\n\n1 2\n3 4") // => [["1", "2"], ["3", "4"]]
 * ```
 */
export function readGrid(text: string): Grid | { readonly why: string } {
  if (text.length > LIMIT_CHARACTERS) return { why: `the text is longer than ${LIMIT_CHARACTERS} characters` };
  const bare = jsonText(text);
  const parsed = parseStrict(bare);
  if (parsed !== undefined) {
    const rows = gridOf(parsed.value);
    if (rows !== undefined) return rows;
  }
  const lines = bare.trimEnd().split("\n");
  const from = lines.findLastIndex((line) => line.trim() === "") + 1;
  const rows = lines.slice(from).map(cellsOf);
  return rows.length === 0 || rows[0]?.length === 0 ? { why: "no grid is stated" } : rows;
}

/** A grid from JSON rows: lists of numbers or texts, or texts of one letter a cell. */
export function gridOf(value: Json | undefined): Grid | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows: (readonly string[])[] = [];
  for (const row of value as readonly Json[]) {
    if (typeof row === "string") rows.push(cellsOf(row));
    else if (Array.isArray(row) && row.every((cell) => typeof cell === "string" || typeof cell === "number"))
      rows.push((row as readonly (string | number)[]).map(String));
    else return undefined;
  }
  return rows;
}

function cellsOf(line: string): readonly string[] {
  const parts = line.split(/[\s,|]+/u).filter((part) => part !== "");
  return parts.length === 1 ? [...(parts[0] as string)] : parts;
}

/** Whether two grids have rows and columns of the same lengths. */
export function sameShape(a: Grid, b: Grid): boolean {
  return a.length === b.length && a.every((row, y) => row.length === b[y]?.length);
}
