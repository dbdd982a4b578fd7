import { describe, expect, it } from "vitest";
import { literal } from "./literal.ts";
import { scoreRows, scoreValues, slowestHostile } from "./score-rows.test-support.ts";

describe("literal", () => {
  it("scores equal texts 1 and others 0 with evidence", async () => {
    expect(
      await scoreRows(literal(), { text: [" Paris\n", "paris", ""], expected: ["Paris", "Paris", "Paris"] }),
    ).toEqual([[1], [0, "the text differs from the expected one"], [0, "the text differs from the expected one"]]);
  });

  it("accepts any text of a list, and numbers", async () => {
    const columns = { text: ["b", "18", "19", "true"], expected: [["a", "b"], 18, 18, true] };
    expect(await scoreValues(literal(), columns)).toEqual([1, 1, 0, 1]);
  });

  it.each([
    ["letter case", { caseSensitive: false }, "PARIS", "paris"],
    ["full-width letters", { normalise: "NFKC" }, "Ａ１", "A1"],
    ["composed letters", { normalise: "NFC" }, "e\u0301", "\u00e9"],
  ] as const)("can disregard %s", async (_, options, text, expected) => {
    expect(await scoreValues(literal(options), { text: [text], expected: [expected] })).toEqual([1]);
    expect(await scoreValues(literal(), { text: [text], expected: [expected] })).toEqual([0]);
  });

  it("keeps white space when told to", async () => {
    expect(await scoreValues(literal({ trim: false }), { text: ["a ", "a"], expected: ["a", "a"] })).toEqual([0, 1]);
  });

  it("blames the task for a gold that is empty or no text: silence must not match", async () => {
    const columns = { text: ["", "", "", "", ""], expected: ["", "  ", [], null, [["x"]]] };
    expect(await scoreRows(literal(), columns)).toEqual([
      ["task", "Expected `expected` to hold text, got an empty one."],
      ["task", "Expected `expected` to hold text, got an empty one."],
      ["task", "Expected `expected` to hold at least one text, got an empty list."],
      ["task", "Expected `expected` to be text or a list of texts, got null."],
      ["task", "Expected `expected` to be text or a list of texts, got object."],
    ]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(literal({ caseSensitive: false, normalise: "NFKC" }), {
      expected: ["x"],
    });
    expect(ms, name).toBeLessThan(100);
  });
});
