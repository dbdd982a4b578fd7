import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { diversity } from "./diversity.ts";

describe("diversity", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(diversity({ measure: "distinct", n: 1 }), { text: ["a a b b"] });
    expect(value).toBeCloseTo(0.5, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(diversity({ limitCharacters: 4 }), { text: ["one two three four"] });
    expect(blame).toBe("candidate");
  });
});
