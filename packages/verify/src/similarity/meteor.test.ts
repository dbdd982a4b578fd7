import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { meteor } from "./meteor.ts";

describe("meteor", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(meteor(), { text: ["a b"], expected: ["a b"] });
    expect(value).toBeCloseTo(1 - 0.5 / 8, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(meteor({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
