import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { fuzzy } from "./fuzzy.ts";

describe("fuzzy", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(fuzzy({ method: "token-sort-ratio" }), { text: ["b a"], expected: ["a b"] });
    expect(value).toBeCloseTo(1, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(fuzzy({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
