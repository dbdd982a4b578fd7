import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { exactMatch } from "./exact-match.ts";

describe("exact-match", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(exactMatch(), { text: ["The cat."], expected: ["cat"] });
    expect(value).toBeCloseTo(1, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(exactMatch({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
