import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type Grid, gridOf, readGrid, sameShape } from "./read-grid.ts";

export interface GridMatchOptions {
  /** The whole grid, the share of right cells, the mean over blocks, or the share of right rows and columns. */
  readonly measure: "exact" | "cells" | "blocks" | "words";
  /** Side of a block. */
  readonly block: number;
  /** What a block is worth from this many right cells on, of a full block; the highest reached counts. */
  readonly levels: readonly (readonly [cells: number, value: number])[];
}

type GridInput = { readonly [K in keyof GridMatchOptions]?: GridMatchOptions[K] | undefined };

const options: z.ZodType<GridMatchOptions, GridInput> = z.strictObject({
  measure: z.enum(["exact", "cells", "blocks", "words"]).default("exact"),
  block: z.int().positive().max(100).default(3), // 031 §Mechanism
  levels: z
    .array(z.tuple([z.number().min(0), z.number().min(0).max(1)]))
    .min(1)
    .default([
      [7, 1], // 031 §Mechanism: at least 7 of 9 → 1
      [4, 0.5], // 031 §Mechanism: at least 4 of 9 → 0.5
    ]),
});

/**
 * How much of the expected grid the text states: all or nothing, by cells, by blocks, or by rows and columns.
 *
 *   blocks: mean over the blocks of the value of the highest level reached; a block cut off at an edge reaches a
 *   level in proportion to its cells
 *
 * Letters compare without case. A grid of another shape scores 0. `words` is the word score of crosswords.
 *
 * @kind source
 * @unit grid, grid → 0 … 1
 * @paper 031 §Mechanism
 * @alias blockMatch = { use: grid-match, measure: blocks }
 *
 * ```ts doctest
 * import { gridMatch } from "@guerdon/verify/puzzle";
 * gridMatch({ measure: "cells" }).range // => { min: 0, max: 1 }
 * ```
 */
export const gridMatch: SourceFactory<typeof options> = defineSource({
  name: "grid-match",
  version: 1,
  summary: "How much of the expected grid is stated: exactly, by cells, by blocks, or by rows and columns.",
  options,
  build: (set: GridMatchOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const gold = columns.expected?.[i];
        const expected = typeof gold === "string" ? readGrid(gold) : gridOf(gold);
        if (expected === undefined || "why" in expected) {
          out.fail(i, "task", "Expected `expected` to hold rows of cells, got something else.");
          continue;
        }
        const grid = readGrid(columns.text?.[i] as string);
        if ("why" in grid) out.set(i, 0, grid.why);
        else if (!sameShape(grid, expected)) out.set(i, 0, "the grid has another shape");
        else out.set(i, gridScore(grid, expected, set));
      }
    },
  }),
});

/** The score of a grid of the expected shape. */
export function gridScore(grid: Grid, expected: Grid, { measure, block, levels }: GridMatchOptions): number {
  const right = expected.map((row, y) => row.map((cell, x) => cell.toLowerCase() === grid[y]?.[x]?.toLowerCase()));
  const cells = right.flat();
  if (measure === "exact") return Number(cells.every(Boolean));
  if (measure === "cells") return cells.filter(Boolean).length / Math.max(1, cells.length);
  if (measure === "words") {
    const width = Math.max(...right.map((row) => row.length));
    const down = Array.from({ length: width }, (_, x) => right.every((row) => row[x] !== false));
    const words = [...right.map((row) => row.every(Boolean)), ...down];
    return words.filter(Boolean).length / words.length;
  }
  let sum = 0;
  let blocks = 0;
  for (let top = 0; top < right.length; top += block) {
    const rows = right.slice(top, top + block);
    const width = Math.max(...rows.map((row) => row.length));
    for (let from = 0; from < width; from += block, blocks++) {
      const inside = rows.flatMap((row) => row.slice(from, from + block));
      const share = (inside.filter(Boolean).length * block * block) / inside.length;
      sum += Math.max(0, ...levels.filter(([needed]) => share >= needed - 1e-9).map(([, value]) => value));
    }
  }
  return blocks === 0 ? 0 : sum / blocks;
}
