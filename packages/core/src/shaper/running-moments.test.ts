import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { momentsOf } from "./moments.ts";
import { blendedMoments, mergedMoments, type RunningMoments } from "./running-moments.ts";

const known: RunningMoments = { count: 4, mean: 0, squares: 8, min: -2, max: 2 };
const fresh = { count: 2, mean: 4, squares: 6, min: 3, max: 6 };

describe("mergedMoments", () => {
  it("are those of all values together (twin)", () => {
    const values = [3, 1, -4, 1, 5, 9, -2, 6];
    const of = (from: number, to: number): RunningMoments => ({
      ...momentsOf(fullSignal("rollout", values), from, to),
    });
    for (let cut = 1; cut < values.length; cut++) {
      const { squares, mean, ...rest } = mergedMoments(of(0, cut), of(cut, values.length));
      const all = of(0, values.length);
      expect(rest).toEqual({ count: all.count, min: all.min, max: all.max });
      expect(mean).toBeCloseTo(all.mean, 13);
      expect(squares).toBeCloseTo(all.squares, 11);
    }
  });

  it("are the fresh ones where none are known", () => {
    expect([mergedMoments(undefined, fresh), blendedMoments(undefined, fresh, 0.5)]).toEqual([fresh, fresh]);
  });
});

describe("blendedMoments", () => {
  it("are those of a mixture, whatever the counts (by hand: variances 2 and 3, means 4 apart)", () => {
    const blend = blendedMoments(known, fresh, 0.25);
    // 0.75 · 2 + 0.25 · 3 + 0.25 · 0.75 · 16 = 5.25, of six values
    expect(blend).toEqual({ count: 6, mean: 1, squares: 31.5, min: -0.75, max: 3 });
    expect(blendedMoments(known, fresh, 1)).toEqual({ count: 6, mean: 4, squares: 18, min: 3, max: 6 });
  });
});
