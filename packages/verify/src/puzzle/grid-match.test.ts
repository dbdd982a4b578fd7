import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { gridMatch } from "./grid-match.ts";

const DATA = new URL("../../../../../shared/data/reasoning/", import.meta.url);
const ABSENT = "the data is not beside this repository: ../shared/data/reasoning";

function rowsOf<T>(file: string): readonly T[] | undefined {
  const path = new URL(file, DATA);
  if (!existsSync(path)) return undefined;
  const lines = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

describe("gridMatch", () => {
  it("scores cells, rows and columns, and the whole (by hand)", async () => {
    const columns = {
      text: ["a b\nc x", "AB\nCD", '[["a","b"],["c","d"]]', "a b"],
      expected: Array(4).fill("a b\nc d"),
    };
    expect(await scoreValues(gridMatch(), columns)).toEqual([0, 1, 1, 0]);
    expect(await scoreValues(gridMatch({ measure: "cells" }), columns)).toEqual([0.75, 1, 1, 0]);
    expect(await scoreValues(gridMatch({ measure: "words" }), columns)).toEqual([0.5, 1, 1, 0]);
  });

  it("maps blocks of nine to levels (031 §Mechanism, by hand)", async () => {
    const gold = "111111\n111111\n111111";
    const text = [
      "111111\n111111\n111001",
      "111111\n111111\n111000",
      "111222\n111222\n111221",
      "111111\n111110\n110000",
    ];
    expect(await scoreValues(gridMatch({ measure: "blocks" }), { text, expected: text.map(() => gold) })).toEqual([
      1, 0.75, 0.5, 0.75,
    ]);
  });

  it("takes a cut-off block in proportion", async () => {
    const columns = { text: ["1111", "1110", "0000"], expected: ["1111", "1111", "1111"] };
    expect(await scoreValues(gridMatch({ measure: "blocks" }), columns)).toEqual([1, 0.5, 0]);
  });

  it("says what the text lacks and blames the task for no grid", async () => {
    const columns = { text: ["", "1 2", "1"], expected: [[[1]], [[1]], null] };
    expect(await scoreRows(gridMatch(), columns)).toEqual([
      [0, "no grid is stated"],
      [0, "the grid has another shape"],
      ["task", "Expected `expected` to hold rows of cells, got something else."],
    ]);
  });

  it("scores 400 ARC outputs 1 and one changed cell below", async (context) => {
    type Row = { test: { output: number[][] }[] };
    const rows = rowsOf<Row>("arc_agi_training.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    const expected = rows.map((row) => row.test[0]?.output as number[][]);
    const text = expected.map((grid) => grid.map((row) => row.join(" ")).join("\n"));
    expect(await scoreValues(gridMatch(), { text, expected })).toEqual(Array(400).fill(1));
    const near = expected.map((grid) =>
      JSON.stringify(grid.map((row, y) => (y === 0 ? [9 - (row[0] as number), ...row.slice(1)] : row))),
    );
    expect(await scoreValues(gridMatch(), { text: near, expected })).toEqual(Array(400).fill(0));
    const share = expected.map((grid) => 1 - 1 / (grid.length * (grid[0] as number[]).length));
    expect(await scoreValues(gridMatch({ measure: "cells" }), { text: near, expected })).toEqual(
      share.map((value) => expect.closeTo(value, 12)),
    );
  });

  it("scores 156 crosswords 1 and one wrong letter 8 of 10 words", async (context) => {
    const rows = rowsOf<{ board: string[] }>("mini_crosswords.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    const expected = rows.map(({ board }) => [0, 5, 10, 15, 20].map((from) => board.slice(from, from + 5)));
    const text = expected.map((grid) => grid.map((row) => row.join("").toLowerCase()).join("\n"));
    const words = gridMatch({ measure: "words" });
    expect(await scoreValues(words, { text, expected })).toEqual(Array(156).fill(1));
    const near = text.map((letters) => `*${letters.slice(1)}`);
    expect(await scoreValues(words, { text: near, expected })).toEqual(Array(156).fill(0.8));
    expect(await scoreValues(gridMatch({ measure: "cells" }), { text: near, expected })).toEqual(Array(156).fill(0.96));
  });

  it("scores the gallery's grids 1", async (context) => {
    const grids =
      /^(rotate_matrix|binary_matrix|game_of_life|survo|kakurasu|manipulate_matrix|pool_matrix|rotten_oranges)$/;
    const rows = rowsOf<{ dataset: string; answer: string }>("reasoning_gym_gallery.jsonl.gz")?.filter(
      ({ dataset, answer }) => grids.test(dataset) && /[ ,]/.test(answer),
    );
    if (rows === undefined) return context.skip(ABSENT);
    const text = rows.map(({ answer }) => answer);
    expect(text.length).toBeGreaterThan(15);
    expect(await scoreValues(gridMatch(), { text, expected: text })).toEqual(text.map(() => 1));
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(gridMatch(), { expected: [[[1]]] });
    expect(ms, name).toBeLessThan(150);
  });

  const columns = {
    text: ["12\n34", "", "[[1]]", "{"],
    expected: [
      [
        [1, 2],
        [3, 4],
      ],
      null,
      "1",
      "1",
    ],
  };
  for (const measure of ["exact", "cells", "blocks", "words"])
    for (const law of lawsOf(gridMatch, { options: { measure }, columns })) it(`${measure} ${law.name}`, law.check);
});
