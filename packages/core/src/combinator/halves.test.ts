import { describe, expect, it } from "vitest";
import { halves } from "./halves.ts";

function refusalOf(length: number): unknown {
  try {
    return halves(new Array(length).fill(0), "masks");
  } catch (error) {
    return error;
  }
}

describe("halves", () => {
  it("splits a list in the middle (by hand)", () => {
    expect(halves([1, 2, 3, 4], "masks")).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it.each([0, 1, 3])("says how a list of %d is to be written", (length) => {
    expect(refusalOf(length)).toMatchObject({
      code: "GUERDON_SHAPE",
      message: `Expected \`of\` to list as many masks as values before them, got ${length} entries.`,
      hint: "Write the values first, then their masks in the same order.",
      details: { got: length },
    });
  });
});
