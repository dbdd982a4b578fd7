import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { chrf } from "./chrf.ts";

describe("chrf", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(chrf({ charOrder: 1 }), { text: ["ab"], expected: ["ac"] });
    expect(value).toBeCloseTo(0.5, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(chrf({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
