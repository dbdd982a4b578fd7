import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { tokenF1 } from "./token-f1.ts";

describe("token-f1", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(tokenF1(), { text: ["big red dog"], expected: ["red dog"] });
    expect(value).toBeCloseTo(0.8, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(tokenF1({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
