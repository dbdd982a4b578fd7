import { expect, it } from "vitest";
import { correlation } from "./correlation.ts";

it("has the values of its formulas (by hand, with ties)", () => {
  const a = [1, 2, 2, 4];
  const b = [1, 3, 2, 2];
  // means 2.25 and 2: Σxy = 1, Σx² = 4.75, Σy² = 2
  expect(correlation(a, b)).toBeCloseTo(1 / Math.sqrt(4.75 * 2), 12);
  // ranks 0, 1.5, 1.5, 3 and 0, 3, 1.5, 1.5: Σxy = 2.25, Σx² = Σy² = 4.5
  expect(correlation(a, b, "spearman")).toBeCloseTo(0.5, 12);
  // pairs: 3 in order (1 with each), 1 against (2, 4 with 3, 2), 1 tied in each: 2 / √(5·5)
  expect(correlation(a, b, "kendall")).toBeCloseTo(0.4, 12);
});

it.each(["pearson", "spearman", "kendall"] as const)(
  "%s: 1 with itself, −1 reversed, 0 where nothing varies",
  (kind) => {
    const values = [0.3, -2, 5, 0.1];
    expect(correlation(values, values, kind)).toBeCloseTo(1, 12);
    expect(
      correlation(
        values,
        values.map((value) => -value),
        kind,
      ),
    ).toBeCloseTo(-1, 12);
    expect(correlation(values, [7, 7, 7, 7], kind)).toBe(0);
  },
);

it("needs two columns of one length", () => {
  expect(() => correlation([1, 2], [1])).toThrow(/got 2 and 1/);
  expect(() => correlation([1], [1])).toThrow(/at least 2/);
});
