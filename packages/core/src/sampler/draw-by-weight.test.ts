import { describe, expect, it } from "vitest";
import { drawByWeight } from "./draw-by-weight.ts";

/** Six standard deviations of a share around p in n draws. */
const within = (p: number, n: number): number => 6 * Math.sqrt((p * (1 - p)) / n);

describe("drawByWeight", () => {
  it("draws with replacement in proportion to the weights", () => {
    const weights = [1, 2, 0, 5];
    const counts = [0, 0, 0, 0];
    const draws = 40_000;
    for (const i of drawByWeight(weights, draws, { seed: 1 })) counts[i] = (counts[i] as number) + 1;
    weights.forEach((weight, i) => {
      const p = weight / 8;
      expect(Math.abs((counts[i] as number) / draws - p)).toBeLessThanOrEqual(within(p, draws));
    });
    expect(counts[2]).toBe(0);
  });

  it("draws without replacement as one by one in proportion to what is left", () => {
    const weights = [1, 2, 5];
    const counts = new Map<string, number>();
    const draws = 20_000;
    for (let step = 0; step < draws; step++) {
      const pair = drawByWeight(weights, 2, { seed: 2, step, replacement: false }).join(",");
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    for (const [a, first] of weights.entries()) {
      for (const [b, second] of weights.entries()) {
        if (a === b) continue;
        const p = ((first / 8) * second) / (8 - first);
        expect(Math.abs((counts.get(`${a},${b}`) ?? 0) / draws - p)).toBeLessThanOrEqual(within(p, draws));
      }
    }
  });

  it("draws the same for the same seed and step, and otherwise for another", () => {
    const draw = (seed: number, step?: number) => [
      ...drawByWeight([1, 1, 1, 1], 12, { seed, ...(step === undefined ? {} : { step }) }),
    ];
    expect(draw(1)).toEqual(draw(1, 0));
    expect(draw(1, 1)).not.toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  it.each([
    ["a single item", [3], 2, true, [0, 0]],
    ["nothing to draw from", [], 2, true, []],
    ["nothing to draw", [1, 2], 0, true, []],
    ["weights of 0 without replacement", [0, 3, 0], 2, false, [1]],
  ] as const)("takes %s", (_, weights, count, replacement, expected) => {
    expect([...drawByWeight(weights, count, { seed: 1, replacement })]).toEqual(expected);
  });

  it("takes weights that are all 0 for equal ones (198 §Pitfalls)", () => {
    expect([...drawByWeight([0, 0, 0], 3, { seed: 1, replacement: false })].sort()).toEqual([0, 1, 2]);
    expect(new Set(drawByWeight([0, 0], 50, { seed: 1 }))).toEqual(new Set([0, 1]));
  });

  it.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY]])("refuses a weight of %d", (weight) => {
    expect(() => drawByWeight([1, weight], 1, { seed: 1 })).toThrow(
      `Expected \`weights[1]\` to be a number ≥ 0, got ${weight}.`,
    );
  });
});
