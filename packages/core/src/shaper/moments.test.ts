import { describe, expect, it } from "vitest";
import { fullSignal, type Signal } from "../signal/index.ts";
import { momentsOf, newMoments, spread } from "./moments.ts";

/** One after the other, as it is written down. */
function plain({ values, present }: Signal, from: number, to: number) {
  const there = [...values.slice(from, to)].filter((_, i) => present[from + i] === 1);
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const squares = there.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count: there.length, mean, squares, min: Math.min(...there), max: Math.max(...there) };
}

describe("momentsOf", () => {
  const values = Array.from({ length: 400 }, (_, i) => ((i * 37) % 101) - 50 + i / 1000);
  const full = fullSignal("rollout", values);
  const holed = { ...full, present: full.present.map((_, i) => (i % 7 === 3 ? 0 : 1)) };

  it.each([
    [0, 3],
    [5, 68],
    [5, 69],
    [0, 64],
    [3, 67],
    [8, 75],
    [101, 203],
    [1, 400],
    [0, 399],
  ])("measures values %d to %d, with and without holes (slow twin)", (from, to) => {
    for (const signal of [full, holed]) {
      const { count, mean, squares, min, max } = momentsOf(signal, from, to);
      const slow = plain(signal, from, to);
      expect({ count, min, max }).toEqual({ count: slow.count, min: slow.min, max: slow.max });
      expect(mean).toBeCloseTo(slow.mean, 11);
      expect(squares / slow.squares).toBeCloseTo(1, 11);
    }
  });

  it("finds extremes wherever they are in a long span", () => {
    for (const at of [70, 71, 100, 196, 197, 198]) {
      const low = Float64Array.from({ length: 300 }, (_, i) => (i === at ? -9 : i === 69 || i === 199 ? -99 : 1));
      expect(momentsOf(fullSignal("rollout", low), 70, 199)).toMatchObject({ count: 129, min: -9, max: 1 });
      const high = low.map((value) => -value);
      expect(momentsOf(fullSignal("rollout", high), 70, 199)).toMatchObject({ count: 129, min: -1, max: 9 });
    }
  });

  it.each([3, 63, 64, 65, 130])("has exactly their own value for %d equal values and no deviation", (count) => {
    const equal = fullSignal("rollout", new Float64Array(count + 2).fill(0.1));
    const known = { count, mean: 0.1, squares: 0, min: 0.1, max: 0.1 };
    expect(momentsOf(equal, 1, count + 1)).toEqual(known);
    const into = { ...newMoments(), squares: 7 };
    expect([momentsOf(equal, 1, count + 1, into), into]).toEqual([known, known]);
  });

  it("knows nothing of no values", () => {
    const none = { count: 0, mean: 0, squares: 0, min: 0, max: 0 };
    expect(newMoments()).toEqual(none);
    const missing = { ...full, present: new Uint8Array(400) };
    expect([momentsOf(full, 4, 4), momentsOf(missing, 0, 400)]).toEqual([none, none]);
  });
});

describe("spread", () => {
  it.each([
    [8, 4, 0, Math.SQRT2],
    [8, 3, 1, 2],
    [0, 1, 1, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 1, 0],
  ])("of the squares %d of %d values, %d of them free, is %d", (squares, count, freedom, expected) => {
    expect(spread({ ...newMoments(), squares, count }, freedom)).toBe(expected);
  });
});
