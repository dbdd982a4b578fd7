import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { ter } from "./ter.ts";

describe("ter", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(ter({ form: "rate" }), { text: ["a b x"], expected: ["a b c"] });
    expect(value).toBeCloseTo(1 / 3, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(ter({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
