import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { affine } from "./affine.ts";

const mapped = (options: Parameters<typeof affine>[0], values: readonly number[]): number[] => [
  ...affine(options).apply([fullSignal("rollout", values)], flatLayout([values.length])).values,
];

describe("affine", () => {
  it("maps [0, 1] onto [−1, 1] (by hand)", () => {
    expect(mapped({ scale: 2, offset: -1 }, [0, 0.25, 1])).toEqual([-1, -0.5, 1]);
  });

  it("goes through two points: S 0.4 → −5, 0.7 → 0, 1 → 5 (191)", () => {
    const [low, middle, high, beyond] = mapped({ in: [0.4, 1], out: [-5, 5] }, [0.4, 0.7, 1, 1.6]);
    expect([low, high]).toEqual([-5, 5]);
    expect(middle).toBeCloseTo(0, 12);
    expect(beyond).toBeCloseTo(15, 12);
    expect(middle).toBeCloseTo((50 * 0.7 - 35) / 3, 12);
  });

  it("clips and turns over: q = 1 − clip(c, 0, 0.03) / 0.03 (131)", () => {
    const values = [-1, 0, 0.015, 0.03, 2];
    expect(mapped({ in: [0, 0.03], out: [1, 0], clip: true }, values)).toEqual([1, 1, 0.5, 0, 0]);
  });

  it("does not clip without `in`, and `out` of one value is constant", () => {
    expect(mapped({ scale: 3, clip: true }, [2])).toEqual([6]);
    expect(mapped({ in: [0, 1], out: [2, 2] }, [0, 9])).toEqual([2, 2]);
  });

  it.each([
    [-2, { min: -1, max: 1 }, "decreasing"],
    [0, { min: 1, max: 1 }, "constant"],
    [3, { min: 1, max: 4 }, "increasing"],
  ])("knows range and trend for scale %d", (scale, range, trend) => {
    const piece = affine({ scale, offset: 1 });
    expect(piece.range([{ min: 0, max: 1 }])).toEqual(range);
    expect(piece.trend(0, [{ min: 0, max: 1 }])).toBe(trend);
  });

  it.each([
    [{ min: 0, max: 4 }, { min: 0, max: 1 }, "decreasing"],
    [{ min: 2, max: 4 }, { min: 0, max: 0 }, "constant"],
    [{ min: -4, max: 1 }, { min: 1, max: 1 }, "constant"],
  ] as const)("knows range and trend of a clipped line for values in %j", (of, range, trend) => {
    const piece = affine({ in: [1, 2], out: [1, 0], clip: true });
    expect(piece.range([of])).toEqual(range);
    expect(piece.trend(0, [of])).toBe(trend);
  });

  it("keeps an unbounded input unbounded, unless scale is 0", () => {
    expect(affine({ scale: -1 }).range([UNBOUNDED])).toEqual(UNBOUNDED);
    expect(affine({ scale: 0 }).range([UNBOUNDED])).toEqual({ min: 0, max: 0 });
    expect(affine({ in: [0, 1], out: [3, 3] }).range([UNBOUNDED])).toEqual({ min: 3, max: 3 });
    expect(affine({ in: [1, 0] }).range([UNBOUNDED])).toEqual(UNBOUNDED);
  });

  it("refuses a line through one point, and two ways to say a line", () => {
    expect(() => affine({ in: [1, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`in\` of \`shaper/affine@1\` to be valid, got [1,1]: the two values must differ.]`,
    );
    expect(() => affine({ in: [0, 1], scale: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`in\` of \`shaper/affine@1\` to be valid, got [0,1]: \`in\` takes the place of \`scale\` and \`offset\`.]`,
    );
    expect(() => affine({ in: [0, 1], offset: 2 })).toThrow("`in` takes the place of `scale` and `offset`");
  });

  for (const law of lawsOf(affine, { options: { scale: -0.5, offset: 2 } })) it(law.name, law.check);
  for (const clip of [true, false]) {
    const options = { in: [0, 2], out: [3, -1], clip };
    for (const law of lawsOf(affine, { options })) it(`${law.name}, by two points, clip ${clip}`, law.check);
  }
});
