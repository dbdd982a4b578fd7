import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type Grid, gridOf, readGrid, sameShape } from "./read-grid.ts";

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/**
 * Scores 1 when the text solves the sudoku: every clue kept, each row, column and box with each number once.
 *
 * Any right solution counts, so `puzzle` alone is the gold: rows of numbers, with `0`, `_` or `.` where one is to be
 * found. Sides are 4, 9, 16 or 25.
 *
 * @kind source
 * @unit grid, puzzle → 0 or 1
 *
 * ```ts doctest
 * import { sudokuFault } from "@guerdon/verify/puzzle";
 * sudokuFault([["1"]], [["_"]]) // => undefined
 * ```
 */
export const sudoku: SourceFactory<typeof options> = defineSource({
  name: "sudoku",
  version: 1,
  summary: "1 when the stated grid solves the sudoku, else 0.",
  options,
  build: () => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, puzzle: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const gold = columns.puzzle?.[i];
        const puzzle = typeof gold === "string" ? readGrid(gold) : gridOf(gold);
        if (puzzle === undefined || "why" in puzzle || !isSquare(puzzle)) {
          out.fail(
            i,
            "task",
            "Expected `puzzle` to hold as many rows as columns, 1, 4, 9, 16 or 25, got something else.",
          );
          continue;
        }
        const grid = readGrid(columns.text?.[i] as string);
        const why = "why" in grid ? grid.why : sudokuFault(grid, puzzle);
        if (why === undefined) out.set(i, 1);
        else out.set(i, 0, why);
      }
    },
  }),
});

function isSquare(puzzle: Grid): boolean {
  return [1, 4, 9, 16, 25].includes(puzzle.length) && puzzle.every((row) => row.length === puzzle.length);
}

/** What is wrong with a solution of a sudoku, or undefined. */
export function sudokuFault(grid: Grid, puzzle: Grid): string | undefined {
  if (!sameShape(grid, puzzle)) return "the grid has another shape";
  const side = puzzle.length;
  const box = Math.round(Math.sqrt(side));
  const seen = { row: new Set<string>(), column: new Set<string>(), box: new Set<string>() };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const cell = grid[y]?.[x] as string;
      const clue = puzzle[y]?.[x] as string;
      if (!/^[1-9]\d?$/u.test(cell) || Number(cell) > side) return `row ${y + 1} holds no number from 1 to ${side}`;
      if (/^[1-9]/u.test(clue) && clue !== cell) return `a clue of row ${y + 1} is changed`;
      const places = { row: y, column: x, box: Math.floor(y / box) * box + Math.floor(x / box) };
      for (const kind of ["row", "column", "box"] as const) {
        const key = `${places[kind]}:${cell}`;
        if (seen[kind].has(key)) return `${kind} ${places[kind] + 1} holds ${cell} twice`;
        seen[kind].add(key);
      }
    }
  }
  return undefined;
}
