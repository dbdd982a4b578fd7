import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { readability } from "./readability.ts";

describe("readability", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(readability({ formula: "lix" }), { text: ["Cats sat down."] });
    expect(value).toBeCloseTo(3, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(readability({ limitCharacters: 4 }), { text: ["one two three four"] });
    expect(blame).toBe("candidate");
  });
});
