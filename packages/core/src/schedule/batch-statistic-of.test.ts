import { describe, expect, it } from "vitest";
import { abstained, failed, fullSignal, SignalBuilder } from "../signal/index.ts";
import { batchStatisticOf, momentsOf, quantileOf, STATISTICS, whyNothingCounts } from "./batch-statistic-of.ts";
import { sparse } from "./courses.test-support.ts";

const of = sparse("rollout", [4, null, 1, -2, 3]);
const among = sparse("rollout", [1, 1, 0.5, null, 0]);

describe("batchStatisticOf", () => {
  it.each([
    ["mean", 1.5, 2.5],
    ["std", Math.sqrt(21 / 3), Math.sqrt(4.5)],
    ["min", -2, 1],
    ["max", 4, 4],
    ["quantile", 2, 2.5],
    ["share", 0.75, 1],
  ] as const)("says the %s of the present values, and of those that count (by hand)", (statistic, all, some) => {
    const choice = { statistic, quantile: 0.5 };
    expect(batchStatisticOf(of, choice)).toBeCloseTo(all, 12);
    expect(batchStatisticOf(of, choice, among)).toBeCloseTo(some, 12);
  });

  it.each(STATISTICS)("has no %s of nothing", (statistic) => {
    const choice = { statistic, quantile: 0.5 };
    expect(batchStatisticOf(fullSignal("rollout", []), choice)).toBeUndefined();
    expect(batchStatisticOf(sparse("rollout", [null]), choice)).toBeUndefined();
    expect(batchStatisticOf(of, choice, sparse("rollout", [0, 0, -1, null, 0]))).toBeUndefined();
  });

  it("has exactly the mean of equal values, and no deviation, for any number of them", () => {
    for (let count = 1; count < 20; count++) {
      const moments = momentsOf(fullSignal("rollout", new Array(count).fill(0.1)), undefined, true);
      expect(moments).toEqual({ count, mean: 0.1, squares: 0 });
    }
    expect(batchStatisticOf(fullSignal("rollout", [7]), { statistic: "std", quantile: 0 })).toBe(0);
  });

  it("agrees with sums one after the other, whatever the number of values", () => {
    for (let count = 2; count < 30; count++) {
      const values = Array.from({ length: count }, (_, i) => Math.sin(i * 7.3) * 3);
      const mean = values.reduce((sum, value) => sum + value, 0) / count;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const moments = momentsOf(fullSignal("rollout", values), undefined, true);
      expect(moments.count).toBe(count);
      expect(moments.mean).toBeCloseTo(mean, 12);
      expect(moments.squares).toBeCloseTo(squares, 12);
      const holes = sparse("rollout", [null, ...values, null, null]);
      const counted = momentsOf(holes, undefined, true);
      expect(counted.count).toBe(count);
      expect(counted.mean).toBeCloseTo(mean, 12);
      expect(counted.squares).toBeCloseTo(squares, 12);
    }
  });

  it("counts 0 as not positive for the share", () => {
    expect(batchStatisticOf(fullSignal("rollout", [0, -0, 1, -1]), { statistic: "share", quantile: 0 })).toBe(0.25);
  });
});

describe("quantileOf", () => {
  it.each([
    [0, 1],
    [0.25, 1.75],
    [0.5, 2.5],
    [1, 4],
  ])("goes straight between neighbours at %d (as numpy does)", (quantile, expected) => {
    expect(quantileOf([1, 2, 3, 4], quantile)).toBe(expected);
  });

  it("is the value itself between equals, and nothing of nothing", () => {
    expect([quantileOf([0.1, 0.1, 0.1], 0.3), quantileOf([5], 0.9), quantileOf([], 0.5)]).toEqual([0.1, 5, undefined]);
  });
});

describe("whyNothingCounts", () => {
  it("gives the gravest reason of what is missing, or says that nothing counts", () => {
    const builder = new SignalBuilder("rollout", 2);
    builder.abstain(0, "no call");
    builder.fail(1, "judge", "timed out");
    expect(whyNothingCounts([sparse("rollout", [null]), builder.build()])).toEqual(failed("judge", "timed out"));
    expect(whyNothingCounts([fullSignal("rollout", [1])])).toEqual(abstained("no rollout counts"));
  });
});
