import { describe, expect, it } from "vitest";
import { runningMoments } from "./running-moments.ts";

describe("runningMoments", () => {
  it("is mean and variance of all rows at once, whatever the batches (twin)", () => {
    const rows = Array.from({ length: 60 }, (_, i) => 1e3 + Math.sin(7 * i) * (1 + (i % 3)));
    const moments = runningMoments(2);
    for (const [from, to] of [
      [0, 2],
      [2, 20],
      [20, 60],
    ] as const)
      moments.add(rows.slice(from, to));
    for (const k of [0, 1]) {
      const column = rows.filter((_, i) => i % 2 === k);
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
      // The start weighs 1e-4 of a row with mean 0: δ² n₀ / total = 1000² · 1e-4 / 30 of the variance.
      expect(moments.mean[k] as number).toBeCloseTo(mean * (30 / 30.0001), 6);
      expect(moments.variance[k] as number).toBeCloseTo(
        (variance * 30 + 1e-4 + (mean ** 2 * 30 * 1e-4) / 30.0001) / 30.0001,
        6,
      );
    }
  });

  it("goes on from a saved state bit by bit, and begins anew", () => {
    const [one, other] = [runningMoments(1), runningMoments(1)];
    one.add([1, 2, 5]);
    other.restore(one.save());
    for (const moments of [one, other]) moments.add([8]);
    expect(other.save()).toEqual(one.save());
    one.reset();
    expect(one.save()).toEqual(runningMoments(1).save());
  });

  it("says which width rows have", () => {
    expect(() => runningMoments(2).add([1, 2, 3])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected rows of 2 numbers, got 3 numbers.]`,
    );
  });
});
