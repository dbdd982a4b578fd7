import { describe, expect, it } from "vitest";
import { REDUCTIONS, type ReduceSettings, type Reduction, reduceRow } from "./reduce-row.ts";

function reduced(row: readonly number[], settings: Partial<ReduceSettings>, count: number = row.length): number {
  return reduceRow(Float64Array.from(row), count, { reduce: "mean", c: 1, quantile: 0.5, ...settings });
}

describe("reduceRow", () => {
  // in order 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32
  const known = [9, 2, 5, 4, 7, 4, 5, 4];

  it.each<[Reduction, Partial<ReduceSettings>, number]>([
    ["mean", {}, 5],
    ["min", {}, 2],
    ["max", {}, 9],
    ["median", {}, 4.5],
    ["quantile", { quantile: 0 }, 2],
    ["quantile", { quantile: 1 }, 9],
    ["quantile", { quantile: 0.25 }, 4],
    // place 0.9 · 7 = 6.3 of 2, 4, 4, 4, 5, 5, 7, 9
    ["quantile", { quantile: 0.9 }, 7.6],
    ["mean-minus-std", {}, 3],
    ["mean-minus-std", { c: 0.5 }, 4],
    ["mean-minus-std", { c: 0 }, 5],
    ["mean-minus-variance", {}, 1],
    ["mean-minus-variance", { c: 0.25 }, 4],
  ])("takes %s with %j of eight numbers that deviate by 2 (by hand)", (reduce, settings, expected) => {
    expect(reduced(known, { reduce, ...settings })).toBeCloseTo(expected, 13);
  });

  it.each([
    [[3], 3],
    [[3, 1], 2],
    [[5, 1, 3], 3],
    [[1, 2, 3, 4, 100], 3],
    [[100, 4, 3, 2, 1], 3],
    [[2, 1, 2, 1, 2], 2],
    [[-1, -3, -2, -4], -2.5],
  ])("has the median of %j whatever their order", (row, median) => {
    expect(reduced(row, { reduce: "median" })).toBe(median);
    expect(reduced(row.toReversed(), { reduce: "median" })).toBe(median);
  });

  it("reads the first values alone", () => {
    const row = [4, 2, 3, -100, 100];
    const of = (reduce: Reduction): number => reduced(row, { reduce }, 3);
    expect([of("mean"), of("min"), of("max"), of("median")]).toEqual([3, 2, 4, 3]);
    expect(of("mean-minus-variance")).toBeCloseTo(3 - 2 / 3, 14);
  });

  it("has exactly their own value for equal numbers whose mean is not representable", () => {
    for (const reduce of REDUCTIONS) expect(reduced([0.1, 0.1, 0.1], { reduce })).toBe(0.1);
    expect(reduced([0.1, 0.1, 0.3], {})).toBeCloseTo(0.5 / 3, 15);
  });

  it("finds either extreme wherever it is", () => {
    for (const row of [
      [1, 2, 3],
      [2, 3, 1],
      [3, 1, 2],
      [3, 2, 1],
    ]) {
      expect([reduced(row, { reduce: "min" }), reduced(row, { reduce: "max" })]).toEqual([1, 3]);
    }
  });
});
