import { describe, expect, it } from "vitest";
import { perInput } from "./per-input.ts";

describe("perInput", () => {
  it.each([
    ["one number for all", 2, 3, [2, 2, 2]],
    ["a list as it is", [1, 2], 2, [1, 2]],
    ["nothing for no input", 2, 0, []],
  ])("gives %s", (_, value, count, expected) => {
    expect(perInput("weights", value, count)).toEqual(expected);
  });

  it("refuses a list of another length, and says of what it wants how many", () => {
    const refusal = (): unknown => {
      try {
        return perInput("weights", [1], 2, "tiers");
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toMatchObject({
      code: "GUERDON_OPTION",
      message: "Expected `weights` to have one number for each of the 2 tiers, got 1.",
      details: { expected: 2, got: 1 },
    });
    expect(() => perInput("weights", [], 2)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` to have one number for each of the 2 inputs, got 0.]`,
    );
  });
});
