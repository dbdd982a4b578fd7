import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { sudoku } from "./sudoku.ts";

const GALLERY = new URL("../../../../../shared/data/reasoning/reasoning_gym_gallery.jsonl.gz", import.meta.url);
const PUZZLE = ["4 _ _ _", "_ 3 _ _", "_ 1 3 _", "_ _ _ _"].join("\n");

describe("sudoku", () => {
  it("takes a solution and says what is wrong with others (4 × 4, by hand)", async () => {
    const text = [
      "4 2 1 3\n1 3 4 2\n2 1 3 4\n3 4 2 1",
      "Solved:\n\n[[4,2,1,3],[1,3,4,2],[2,1,3,4],[3,4,2,1]]",
      "4 2 1 3\n3 1 4 2\n2 1 3 4\n3 4 2 1",
      "4 2 1 3\n1 3 4 2\n2 1 3 4\n3 4 2 4",
      "4 2 1 3\n2 3 4 1\n1 1 3 4\n3 4 2 1",
      "4 2 1 3\n1 3 4 2\n2 1 3 4",
      "4 2 1 3\n1 3 4 2\n2 1 3 4\n3 4 2 _",
      "",
    ];
    expect(await scoreRows(sudoku(), { text, puzzle: text.map(() => PUZZLE) })).toEqual([
      [1],
      [0, "the grid has another shape"],
      [0, "a clue of row 2 is changed"],
      [0, "row 4 holds 4 twice"],
      [0, "box 1 holds 2 twice"],
      [0, "the grid has another shape"],
      [0, "row 4 holds no number from 1 to 4"],
      [0, "no grid is stated"],
    ]);
  });

  it("scores the gallery's answers 1 and an exchange of two cells 0", async (context) => {
    if (!existsSync(GALLERY)) return context.skip("the data is not beside this repository: ../shared/data/reasoning");
    type Row = { dataset: string; answer: string; metadata: { puzzle: number[][] } };
    const rows = gunzipSync(readFileSync(GALLERY))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row)
      .filter(({ dataset }) => dataset === "sudoku" || dataset === "mini_sudoku");
    const columns = { text: rows.map(({ answer }) => answer), puzzle: rows.map(({ metadata }) => metadata.puzzle) };
    expect(await scoreValues(sudoku(), columns)).toEqual([1, 1, 1, 1, 1, 1]);
    const near = columns.text.map((text) => text.replace(/^(\d) (\d)/u, "$2 $1"));
    expect(await scoreValues(sudoku(), { ...columns, text: near })).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("blames the task for a puzzle that is none", async () => {
    expect(await scoreValues(sudoku(), { text: ["1", "1"], puzzle: [null, [[1, 2, 3]]] })).toEqual(["task", "task"]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(sudoku(), { puzzle: [PUZZLE] });
    expect(ms, name).toBeLessThan(150);
  });

  for (const law of lawsOf(sudoku, { columns: { text: ["1", "2", ""], puzzle: [[[0]], ["_"], null] } }))
    it(law.name, law.check);
});
