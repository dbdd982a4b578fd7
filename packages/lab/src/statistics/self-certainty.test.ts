import { describe, expect, it } from "vitest";
import { selfCertainty } from "./self-certainty.ts";

describe("selfCertainty", () => {
  it("is log V less the mean entropy (by hand)", () => {
    expect(selfCertainty([[0.25, 0.25, 0.25, 0.25]])).toBeCloseTo(0, 12);
    expect(selfCertainty([[0, 0, 1, 0]])).toBeCloseTo(Math.log(4), 12);
    const entropy = -(0.7 * Math.log(0.7) + 0.2 * Math.log(0.2) + 0.1 * Math.log(0.1));
    expect(
      selfCertainty([
        [0.7, 0.2, 0.1],
        [1, 0, 0],
      ]),
    ).toBeCloseTo(Math.log(3) - entropy / 2, 12);
    expect(selfCertainty([[0.7, 0.2, 0.1]], { perVocabulary: true })).toBeCloseTo((Math.log(3) - entropy) / 3, 12);
    expect(selfCertainty([])).toBe(0);
  });

  it("refuses rows of different lengths", () => {
    expect(() => selfCertainty([[1, 0], [1]])).toThrow("Expected rows of 2 chances, got 1");
  });
});
