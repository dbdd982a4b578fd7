import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunningStats } from "./running-stats.ts";

describe("RunningStats", () => {
  it("gives mean and population deviation (by hand)", () => {
    expect(of([2, 4, 4, 4, 5, 5, 7, 9]).toJSON()).toEqual({ present: 8, mean: 5, std: 2, min: 2, max: 9 });
  });

  it.each([
    ["no value", [], { present: 0, mean: null, std: null, min: null, max: null }],
    ["one value", [3], { present: 1, mean: 3, std: 0, min: 3, max: 3 }],
    ["equal values", [0.1, 0.1, 0.1], { present: 3, mean: 0.1, std: 0, min: 0.1, max: 0.1 }],
  ])("says of %s what is known", (_, values, expected) => {
    expect(of(values).toJSON()).toEqual(expected);
  });

  it("merges two parts into what the whole gives", () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = of(a);
        merged.merge(of(b));
        const whole = of([...a, ...b]).toJSON();
        const got = merged.toJSON();
        expect(got).toMatchObject({ present: whole.present, min: whole.min, max: whole.max });
        expect(got.mean ?? 0).toBeCloseTo(whole.mean ?? 0, 6);
        expect(got.std ?? 0).toBeCloseTo(whole.std ?? 0, 6);
      }),
    );
  });
});

function of(values: readonly number[]): RunningStats {
  const stats = new RunningStats();
  for (const value of values) stats.add(value);
  return stats;
}
