import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { bleu } from "./bleu.ts";

describe("bleu", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(bleu({ maxOrder: 1, smooth: "none" }), { text: ["a b x"], expected: ["a b c"] });
    expect(value).toBeCloseTo(2 / 3, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(bleu({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
