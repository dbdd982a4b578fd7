import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { rouge } from "./rouge.ts";

describe("rouge", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(rouge(), { text: ["the cat"], expected: ["the cat sat"] });
    expect(value).toBeCloseTo(0.8, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(rouge({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
