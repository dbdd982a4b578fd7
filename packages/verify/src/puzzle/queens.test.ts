import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { queens, queensFault } from "./queens.ts";

const GALLERY = new URL("../../../../../shared/data/reasoning/reasoning_gym_gallery.jsonl.gz", import.meta.url);
const OPEN = ["_ _ _ _", "_ _ _ _", "_ _ _ _", "_ _ _ _"].join("\n");

describe("queens", () => {
  it("takes exactly the two boards of four queens, of all 256 with a queen a row", () => {
    const empty = Array.from({ length: 4 }, () => Array(4).fill("_") as string[]);
    const right: string[] = [];
    for (let n = 0; n < 256; n++) {
      const places = [n & 3, (n >> 2) & 3, (n >> 4) & 3, n >> 6];
      const grid = places.map((place) => empty[0]?.map((cell, x) => (x === place ? "Q" : cell)) as string[]);
      if (queensFault(grid, empty) === undefined) right.push(places.join(""));
    }
    expect(right.sort()).toEqual(["1302", "2031"]);
  });

  it("says what is wrong, and blames the task for a puzzle that is none", async () => {
    const text = ["_ Q _ _\n_ _ _ Q\nQ _ _ _\n_ _ Q _", "Q _ _ _\n_ Q _ _\n_ _ Q _\n_ _ _ Q", "Q _\n_ _", "", "_"];
    expect(await scoreRows(queens(), { text, puzzle: [OPEN, OPEN, OPEN, OPEN, [["_", "_"]]] })).toEqual([
      [1],
      [0, "the queens of rows 1 and 2 attack each other"],
      [0, "the board has another shape"],
      [0, "no grid is stated"],
      ["task", "Expected `puzzle` to hold as many rows as columns, got something else."],
    ]);
  });

  it("scores the gallery's answers 1 and each with a queen moved 0", async (context) => {
    if (!existsSync(GALLERY)) return context.skip("the data is not beside this repository: ../shared/data/reasoning");
    type Row = { dataset: string; answer: string; metadata: { puzzle: string[][] } };
    const lines = gunzipSync(readFileSync(GALLERY)).toString().trim().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as Row).filter(({ dataset }) => dataset === "n_queens");
    const columns = { text: rows.map(({ answer }) => answer), puzzle: rows.map(({ metadata }) => metadata.puzzle) };
    expect(await scoreValues(queens(), columns)).toEqual([1, 1, 1]);
    const near = columns.text.map((text) => text.replace(/Q _|_ Q/u, (two) => (two === "Q _" ? "_ Q" : "Q _")));
    expect(await scoreValues(queens(), { ...columns, text: near })).toEqual([0, 0, 0]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(queens(), { puzzle: [OPEN] });
    expect(ms, name).toBeLessThan(1000);
  });

  for (const law of lawsOf(queens, { columns: { text: ["Q", "_", ""], puzzle: [["_"], ["Q"], null] } }))
    it(law.name, law.check);
});
