import { describe, expect, it } from "vitest";
import { barsOf } from "./bars-of.ts";

describe("barsOf", () => {
  it("gives each distinct value a bar around it", () => {
    expect(barsOf({ values: [0, 1], counts: [3, 4] })).toEqual([
      { from: -0.375, to: 0.375, count: 3, value: 0 },
      { from: 0.625, to: 1.375, count: 4, value: 1 },
    ]);
  });

  it("gives a single value a bar of width 1, and no value none", () => {
    expect(barsOf({ values: [7], counts: [3] })).toEqual([{ from: 6.5, to: 7.5, count: 3, value: 7 }]);
    expect(barsOf({ values: [], counts: [] })).toEqual([]);
  });

  it("merges bins in powers of two at round edges until at most 40 bars are left, and loses none", () => {
    const edges = Array.from({ length: 402 }, (_, index) => index - 3);
    const bars = barsOf({ edges, counts: new Array(401).fill(2) });
    expect(bars.length).toBe(26);
    expect(bars[0]).toEqual({ from: -16, to: 0, count: 6 });
    expect(bars[1]).toEqual({ from: 0, to: 16, count: 32 });
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(802);
  });
});
