import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Histogram, type HistogramData } from "./histogram.ts";

const numbers = (minLength = 0): fc.Arbitrary<number[]> =>
  fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -1, max: 1, noNaN: true })), {
    minLength,
    maxLength: 120,
  });

describe("Histogram", () => {
  it("keeps up to 32 distinct values as they are", () => {
    expect(of([1, 0, 1, -0, 0.5]).toJSON()).toEqual({ values: [0, 0.5, 1], counts: [2, 1, 2] });
    expect(of([]).toJSON()).toEqual({ values: [], counts: [] });
  });

  it("bins 1 … 1024 by the least power of two that needs at most 512 bins (by hand)", () => {
    const data = of(Array.from({ length: 1024 }, (_, index) => index + 0.5)).toJSON();
    expect(data).toEqual({ edges: Array.from({ length: 513 }, (_, i) => i * 2), counts: new Array(512).fill(2) });
  });

  it("counts every value in the bin that holds it (twin: filter)", () => {
    fc.assert(
      fc.property(numbers(33), (values) => {
        const data = of(values).toJSON();
        if (!("edges" in data)) return;
        expect(data.counts.length).toBeLessThanOrEqual(512);
        const expected = data.counts.map((_, bin) => values.filter((value) => isIn(data.edges, bin, value)).length);
        expect(data.counts).toEqual(expected);
        expect(sum(data)).toBe(values.length);
      }),
    );
  });

  it("does not depend on order or on how it was merged", () => {
    fc.assert(
      fc.property(numbers(), fc.nat(120), (values, cut) => {
        const merged = of(values.slice(cut));
        merged.merge(of(values.slice(0, cut)));
        const whole = of(values).toJSON();
        expect(of(values.toReversed()).toJSON()).toEqual(whole);
        expect(merged.toJSON()).toEqual(whole);
      }),
    );
  });

  it("holds the greatest and least doubles", () => {
    const extremes = [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE];
    const values = [...extremes, ...Array.from({ length: 40 }, (_, index) => index)];
    expect(sum(of(values).toJSON())).toBe(43);
  });

  it("refuses what is not finite", () => {
    expect(() => of([Number.NaN])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Expected \`value\` to be finite, got NaN.]`,
    );
  });
});

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

function sum({ counts }: HistogramData): number {
  return counts.reduce((a, b) => a + b, 0);
}

function isIn(edges: readonly number[], bin: number, value: number): boolean {
  return value >= (edges[bin] as number) && value < (edges[bin + 1] as number);
}
