import { describe, expect, it } from "vitest";
import { contains } from "./contains.ts";
import { scoreRows, scoreValues, slowestHostile } from "./score-rows.test-support.ts";

describe("contains", () => {
  const texts = ["red and blue", "red", "green", ""];

  it.each([
    ["all", [1, 0, 0, 0]],
    ["any", [1, 1, 0, 0]],
    ["none", [0, 0, 1, 1]],
  ] as const)("asks for %s of the needles", async (mode, values) => {
    expect(await scoreValues(contains({ needles: ["red", "blue"], mode }), { text: texts })).toEqual(values);
  });

  it("says which needle decides", async () => {
    expect(await scoreRows(contains({ needles: ["red", "blue"] }), { text: ["red"] })).toEqual([
      [0, '"blue" is missing'],
    ]);
    expect(await scoreRows(contains({ needles: ["red"], mode: "none" }), { text: ["red"] })).toEqual([
      [0, '"red" is in the text'],
    ]);
  });

  it("takes needles row by row", async () => {
    const columns = { text: ["the answer is 42", "x y", "x"], expected: [42, ["x", "y"], ["x", "y"]] };
    expect(await scoreValues(contains(), columns)).toEqual([1, 1, 0]);
  });

  it("blames the task for an empty needle: it is in every text", async () => {
    const columns = { text: ["anything", "", "x", "x", "x"], expected: ["", " ", ["x", ""], [], null] };
    expect(await scoreValues(contains({ mode: "any" }), columns)).toEqual(["task", "task", "task", "task", "task"]);
    expect(await scoreRows(contains(), { text: ["x"] })).toEqual([
      ["task", "Expected `needles` or `expected` to name at least one needle, got none."],
    ]);
    expect(() => contains({ needles: [""] })).toThrow("an empty needle is in every text");
  });

  it("can ask for whole words", async () => {
    const near = { text: ["15", "5th", "5.", "(5)", "a5", "15 and 5"], expected: Array(6).fill("5") };
    expect(await scoreValues(contains({ wholeWords: true }), near)).toEqual([0, 0, 1, 1, 0, 1]);
    const signs = { text: ["costs $5", "a+b=c", "naïveté"], expected: ["$5", "+b", "naïvet"] };
    expect(await scoreValues(contains({ wholeWords: true }), signs)).toEqual([1, 1, 0]);
  });

  it("can disregard letter case", async () => {
    expect(await scoreValues(contains({ needles: ["RED"], caseSensitive: false }), { text: ["Red"] })).toEqual([1]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(contains({ wholeWords: true }), { expected: ["a"] });
    expect(ms, name).toBeLessThan(100);
  });
});
