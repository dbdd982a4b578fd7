import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { bootstrapInterval, meanOf, medianOf } from "./bootstrap-interval.ts";

describe("bootstrapInterval", () => {
  it("has the quantiles of the 27 resamples of three values (by hand)", () => {
    // Means of resamples of 0, 3, 6: 0 (1 of 27), 1 (3), 2 (6), 3 (7), 4 (6), 5 (3), 6 (1).
    const interval = bootstrapInterval([0, 3, 6], { level: 0.8, resamples: 50_000 });
    expect(interval).toEqual({ estimate: 3, low: 1, high: 5 });
    // Medians: 0 in 7 of 27, 3 in 13, 6 in 7.
    expect(bootstrapInterval([0, 3, 6], { statistic: "median", level: 0.4, resamples: 50_000 })).toEqual({
      estimate: 3,
      low: 3,
      high: 3,
    });
    expect(bootstrapInterval([0, 3, 6], { statistic: "median", level: 0.6, resamples: 50_000 }).low).toBe(0);
  });

  it("covers the mean of 40 uniform values in about 95 of 100 samples", () => {
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const key = streamKey(trial, "sample");
      const values = Array.from({ length: 40 }, (_, i) => uniformAt(key, i));
      const { low, high } = bootstrapInterval(values, { resamples: 1000, seed: trial });
      covered += low <= 0.5 && 0.5 <= high ? 1 : 0;
    }
    expect(covered / 200).toBeGreaterThan(0.9);
    expect(covered / 200).toBeLessThan(0.985);
  });

  it("is a point for one value, repeats for a seed, and refuses none", () => {
    expect(bootstrapInterval([7])).toEqual({ estimate: 7, low: 7, high: 7 });
    const values = [1, 5, 2, 9];
    expect(bootstrapInterval(values, { seed: 4 })).toEqual(bootstrapInterval(values, { seed: 4 }));
    expect(() => bootstrapInterval([])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` to have a value, got none.]`,
    );
  });
});

describe("meanOf and medianOf", () => {
  it("give the middle of odd and even counts, in any order", () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 3, 2]), meanOf([1, 2, 6])]).toEqual([2, 2.5, 3]);
  });
});
