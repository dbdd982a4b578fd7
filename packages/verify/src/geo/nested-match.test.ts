import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { matchedLevels, plainWords } from "./matched-levels.ts";
import { nestedMatch } from "./nested-match.ts";

const COUNTRIES = new URL("../../../../../shared/data/geo/countries.jsonl.gz", import.meta.url);

describe("nestedMatch", () => {
  it("pays the finest level named (130 §Mechanism, by hand)", async () => {
    const text = ["Paris!", "somewhere in ÎLE-DE-FRANCE", "france", "Parisian Francetown", ""];
    const expected = text.map(() => ["France", ["Île-de-France", "IDF"], "Paris"]);
    expect(await scoreValues(nestedMatch(), { text, expected })).toEqual([4, 2, 1, 0, 0]);
    expect(await scoreValues(nestedMatch({ base: 3 }), { text, expected })).toEqual([9, 3, 1, 0, 0]);
  });

  it("skips a level the row does not have, and closes over it", async () => {
    expect(matchedLevels("Singapore City", [["Malaysia"], [], ["Singapore"]])).toEqual([true, true, true]);
    expect(
      await scoreValues(nestedMatch(), {
        text: ["a", "b"],
        expected: [
          ["a", null, "b"],
          ["a", null, "b"],
        ],
      }),
    ).toEqual([1, 4]);
  });

  it("finds whole terms only", () => {
    expect(matchedLevels("Nigeria", [["Niger"]])).toEqual([false]);
    expect(plainWords("  São-Tomé & Príncipe ")).toBe("sao tome principe");
  });

  it("blames the task for no names", async () => {
    const expected = [null, [], [null], [1], ["a", "b", "c", "d"]];
    expect(await scoreValues(nestedMatch(), { text: expected.map(() => "a"), expected })).toEqual(
      Array(5).fill("task"),
    );
  });

  it("pays 4 for each capital of the world and 1 for its country alone", async (context) => {
    if (!existsSync(COUNTRIES)) return context.skip("the data is not beside this repository: ../shared/data/geo");
    type Row = { name: string; capital: string[]; region: string };
    const rows = gunzipSync(readFileSync(COUNTRIES))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row)
      .filter(({ capital }) => capital.length > 0);
    expect(rows.length).toBe(245);
    const expected = rows.map(({ region, name, capital }) => [region, name, capital]);
    const whole = rows.map(({ capital }) => `The photo shows ${(capital[0] as string).toUpperCase()}.`);
    expect(await scoreValues(nestedMatch(), { text: whole, expected })).toEqual(rows.map(() => 4));
    const glued = rows.map(({ capital }) => `x${capital[0]}x`.replaceAll(/[^\p{L}]/gu, ""));
    expect(await scoreValues(nestedMatch(), { text: glued, expected })).toEqual(rows.map(() => 0));
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(nestedMatch(), { expected: [["France"]] });
    expect(ms, name).toBeLessThan(600);
  });

  const columns = {
    text: ["Paris", "", "France", "x"],
    expected: [["France", null, "Paris"], ["a"], ["France"], null],
  };
  for (const law of lawsOf(nestedMatch, { columns })) it(law.name, law.check);
});
