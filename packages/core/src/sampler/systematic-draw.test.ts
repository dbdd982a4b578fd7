import { describe, expect, it } from "vitest";
import { systematicDraw } from "./systematic-draw.ts";

describe("systematicDraw", () => {
  it("adds up, is less than 1 away from the exact share, and has it as its mean over the comb", () => {
    const weights = [0.5, 3, 0, 1.25, 2];
    const total = 7;
    const combs = 1000;
    const sums = weights.map(() => 0);
    for (let comb = 0; comb < combs; comb++) {
      const drawn = systematicDraw(weights, total, (comb + 0.5) / combs);
      expect(drawn.reduce((a, b) => a + b)).toBe(total);
      drawn.forEach((count, i) => {
        expect(Math.abs(count - (total * (weights[i] as number)) / 6.75)).toBeLessThan(1);
        sums[i] = (sums[i] as number) + count;
      });
    }
    weights.forEach((weight, i) => {
      expect(Math.abs((sums[i] as number) / combs - (total * weight) / 6.75)).toBeLessThanOrEqual(2 / combs);
    });
  });

  it.each([
    ["equal weights for all 0", [0, 0, 0], 6, 0.3, [2, 2, 2]],
    ["one weight", [2], 5, 0.9, [5]],
    ["no weight", [], 0, 0.5, []],
    ["nothing to draw", [1, 2], 0, 0.99, [0, 0]],
    ["weights that do not add up exactly", [0.1, 0.1, 0.1], 3, 0, [1, 1, 1]],
  ] as const)("takes %s", (_, weights, total, u, expected) => {
    expect([...systematicDraw(weights, total, u)]).toEqual(expected);
  });
});
