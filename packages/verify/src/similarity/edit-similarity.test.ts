import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { editSimilarity } from "./edit-similarity.ts";

describe("edit-similarity", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(editSimilarity(), { text: ["kitten"], expected: ["mitten"] });
    expect(value).toBeCloseTo(5 / 6, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(editSimilarity({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
