import { describe, expect, it } from "vitest";
import { huberMean } from "./huber-mean.ts";

describe("huberMean", () => {
  // δ = 1 over 0, 1, 2, 100: (0 − m) + (1 − m) + clip(2 − m) + 1 = 0 at m = 4 / 3, where 0 is at −δ: −1 + (1 − m) + (2 − m) + 1 = 0 at m = 1.5
  it("balances values no farther than δ against the rest (by hand)", () => {
    expect(huberMean([0, 1, 2, 100], 1)).toBeCloseTo(1.5, 12);
    expect(huberMean([0, 1, 2, 100], 2)).toBeCloseTo(5 / 3, 12);
  });

  it("is the mean for a large δ and the median for a small one (limits)", () => {
    const values = [-3, 1, 2, 5, 40];
    expect(huberMean(values, 1e6)).toBeCloseTo(9, 10);
    expect(huberMean(values, 1e-9)).toBeCloseTo(2, 8);
    expect(huberMean([0, 1, 9, 12], 1e-9)).toBe(5);
  });

  it("has the least loss of all points of a grid (definition)", () => {
    const values = [0.1, 0.4, 0.5, 2.2, 2.9, 7];
    const loss = (m: number): number =>
      values.reduce((sum, x) => sum + (Math.abs(x - m) < 0.7 ? (x - m) ** 2 / 1.4 : Math.abs(x - m) - 0.35), 0);
    const least = loss(huberMean(values, 0.7));
    for (let m = 0; m <= 7; m += 0.01) expect(loss(m)).toBeGreaterThanOrEqual(least - 1e-12);
  });

  it("is exact for one value and for equal ones", () => {
    expect([huberMean([7], 1), huberMean([0.1, 0.1, 0.1], 1), huberMean([1e308, 1e308], 1)]).toEqual([7, 0.1, 1e308]);
  });
});
