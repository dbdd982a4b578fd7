import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { bmas } from "./bmas.ts";

describe("bmas", () => {
  it("says what is computed by hand", async () => {
    const [value] = await scoreValues(bmas(), { text: ["red boat"], expected: ["red boat"] });
    expect(value).toBeCloseTo(1, 9);
  });

  it("puts a text over the limit down to the candidate", async () => {
    const [[blame] = []] = await scoreRows(bmas({ limitWords: 2 }), { text: ["one two three four"], expected: ["a"] });
    expect(blame).toBe("candidate");
  });
});
