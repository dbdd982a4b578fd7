import { describe, expect, it } from "vitest";
import { permutationTest } from "./permutation-test.ts";

describe("permutationTest", () => {
  it("counts the sign vectors of three pairs (by hand)", () => {
    // Differences 1, 2, −1: mean 2/3. Sums of the eight sign vectors: 2, 0, −2, −4, 4, 2, 0, −2; three reach 2.
    const test = permutationTest([2, 4, 0], [1, 2, 1], { paired: true, alternative: "greater" });
    expect(test).toEqual({ difference: 2 / 3, pValue: 3 / 8, exact: true });
    expect(permutationTest([2, 4, 0], [1, 2, 1], { paired: true }).pValue).toBe(6 / 8);
    expect(permutationTest([2, 4, 0], [1, 2, 1], { paired: true, alternative: "less" }).pValue).toBe(7 / 8);
  });

  it("counts the relabellings of two and two (by hand)", () => {
    // Pooled 1, 2, 3, 4; the treatment has 3 and 4: of six choices of two, one has so great a sum.
    expect(permutationTest([3, 4], [1, 2], { alternative: "greater" })).toEqual({
      difference: 2,
      pValue: 1 / 6,
      exact: true,
    });
    expect(permutationTest([3, 4], [1, 2]).pValue).toBe(2 / 6);
  });

  it("counts ties as extreme although the sums round differently", () => {
    const values = [0.1, 0.2, 0.3, 0.4, 0.7];
    expect(permutationTest(values, values, { paired: true }).pValue).toBe(1);
    expect(permutationTest([0.1 + 0.2], [0.3]).pValue).toBe(1);
  });

  it("reaches 2⁻ⁿ and no less for n pairs that all agree", () => {
    for (const n of [1, 2, 5, 10]) {
      const zeros = new Array<number>(n).fill(0);
      const ones = zeros.map((_, i) => i + 1);
      expect(permutationTest(ones, zeros, { paired: true, alternative: "greater" }).pValue).toBe(2 ** -n);
    }
  });

  it("draws when there are too many arrangements, near the exact share, and the same for the same seed", () => {
    const x = Array.from({ length: 12 }, (_, i) => Math.sin(i) + 0.3);
    const y = Array.from({ length: 12 }, (_, i) => Math.cos(3 * i));
    for (const paired of [true, false]) {
      const exact = permutationTest(x, y, { paired, permutations: 3_000_000 });
      const drawn = permutationTest(x, y, { paired, permutations: 4000, seed: 3 });
      expect([exact.exact, drawn.exact]).toEqual([true, paired === false ? false : 2 ** 12 <= 4000]);
      expect(Math.abs(exact.pValue - drawn.pValue)).toBeLessThan(0.03);
      expect(permutationTest(x, y, { paired, permutations: 4000, seed: 3 })).toEqual(drawn);
    }
  });

  it("holds its level: under no difference p ≤ 0.1 in about a tenth of the trials", () => {
    let rejected = 0;
    for (let trial = 0; trial < 400; trial++) {
      const value = (i: number): number =>
        Math.sin(1e4 * Math.sin(trial * 31 + i)) + Math.sin(7e3 * Math.sin(trial * 17 - i));
      const x = Array.from({ length: 8 }, (_, i) => value(i));
      const y = Array.from({ length: 8 }, (_, i) => value(i + 100));
      rejected += permutationTest(x, y, { paired: true }).pValue <= 0.1 ? 1 : 0;
    }
    expect(rejected / 400).toBeGreaterThan(0.05);
    expect(rejected / 400).toBeLessThan(0.15);
  });

  it("refuses empty arms and pairs that do not match", () => {
    expect(() => permutationTest([], [1])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`treatment\` and \`control\` to have values, got 0 and 1.]`,
    );
    expect(() => permutationTest([1, 2], [1], { paired: true })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`treatment\` and \`control\` to have as many values, at least one, got 2 and 1.]`,
    );
  });
});
