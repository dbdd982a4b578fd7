import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { embeddingSimilarity } from "./embedding-similarity.ts";

describe("embedding-similarity", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(embeddingSimilarity(), { text: ["colour"], expected: ["colour"] });
    expect(value).toBeCloseTo(1, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(embeddingSimilarity({ limitCharacters: 4 }), {
      text: ["one two three four"],
      expected: ["a"],
    });
    expect(blame).toBe("candidate");
  });
});
