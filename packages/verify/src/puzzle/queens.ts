import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type Grid, gridOf, readGrid, sameShape } from "./read-grid.ts";

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});
const QUEEN = /^q$/iu;

/**
 * Scores 1 when the text completes a board of n × n with n queens, none on the row, column or diagonal of another.
 *
 * Any right board counts, so `puzzle` alone is the gold: rows of `Q` where a queen stands already and `_`, `.` or `0`
 * where none does.
 *
 * @kind source
 * @unit grid, puzzle → 0 or 1
 *
 * ```ts doctest
 * import { queensFault } from "@guerdon/verify/puzzle";
 * queensFault([["Q", "_"], ["_", "Q"]], [["_", "_"], ["_", "_"]]) // => "the queens of rows 1 and 2 attack each other"
 * ```
 */
export const queens: SourceFactory<typeof options> = defineSource({
  name: "queens",
  version: 1,
  summary: "1 when the stated board completes the puzzle of n queens, else 0.",
  options,
  build: () => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, puzzle: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const gold = columns.puzzle?.[i];
        const puzzle = typeof gold === "string" ? readGrid(gold) : gridOf(gold);
        if (puzzle === undefined || "why" in puzzle || !puzzle.every((row) => row.length === puzzle.length)) {
          out.fail(i, "task", "Expected `puzzle` to hold as many rows as columns, got something else.");
          continue;
        }
        const grid = readGrid(columns.text?.[i] as string);
        const why = "why" in grid ? grid.why : queensFault(grid, puzzle);
        if (why === undefined) out.set(i, 1);
        else out.set(i, 0, why);
      }
    },
  }),
});

/** What is wrong with a board of queens, or undefined. */
export function queensFault(grid: Grid, puzzle: Grid): string | undefined {
  if (!sameShape(grid, puzzle)) return "the board has another shape";
  const taken = {
    column: new Map<number, number>(),
    rising: new Map<number, number>(),
    falling: new Map<number, number>(),
  };
  for (let y = 0; y < puzzle.length; y++) {
    const row = grid[y] as readonly string[];
    if (puzzle[y]?.some((cell, x) => QUEEN.test(cell) && !QUEEN.test(row[x] as string)))
      return `a queen of row ${y + 1} is moved`;
    const found = [...row.keys()].filter((x) => QUEEN.test(row[x] as string));
    if (found.length !== 1) return `row ${y + 1} has ${found.length} queens`;
    const x = found[0] as number;
    const lines = { column: x, rising: x + y, falling: x - y };
    for (const kind of ["column", "rising", "falling"] as const) {
      const other = taken[kind].get(lines[kind]);
      if (other !== undefined) return `the queens of rows ${other + 1} and ${y + 1} attack each other`;
      taken[kind].set(lines[kind], y);
    }
  }
  return undefined;
}
