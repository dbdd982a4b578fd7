import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { gramMatrix } from "./gram-matrix.ts";
import { drawnVectors, formOf, leastForm } from "./least-form.test-support.ts";
import { quadraticProgramWeights } from "./quadratic-program-weights.ts";

/** By how much the conditions of optimality are missed. */
function missedBy(
  gram: Float64Array,
  weights: readonly number[],
  gain: readonly number[],
  lower: readonly number[],
): number {
  const slopes = weights.map((_, i) =>
    weights.reduce((sum, weight, j) => sum + weight * (gram[i * weights.length + j] as number), -(gain[i] as number)),
  );
  const giving = slopes.filter((_, k) => (weights[k] as number) > (lower[k] as number));
  return giving.length === 0 ? 0 : Math.max(...giving) - Math.min(...slopes);
}

describe("quadraticProgramWeights", () => {
  it.each([2, 3, 4, 5])("has the least form over all sets of %d weights, above bounds and with gains", (size) => {
    const key = streamKey(5, `program ${size}`);
    for (let n = 0; n < 60; n++) {
      const gram = gramMatrix(drawnVectors(`program ${size} ${n}`, size, size + 1));
      const gain = Array.from({ length: size }, (_, k) => (n % 2) * (2 * uniformAt(key, n * 20 + k) - 1));
      const lower = Array.from({ length: size }, (_, k) => ((n % 3) * uniformAt(key, n * 20 + 10 + k)) / (2 * size));
      const weights = quadraticProgramWeights(gram, { gain, lower });
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
      weights.forEach((weight, k) => {
        expect(weight).toBeGreaterThanOrEqual((lower[k] as number) - 1e-15);
      });
      expect(missedBy(gram, weights, gain, lower)).toBeLessThan(1e-9);
      expect(formOf(gram, weights, gain)).toBeCloseTo(leastForm(gram, gain, lower), 9);
    }
  });

  it.each([
    [
      "zero gradients",
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
    [
      "one zero gradient",
      [
        [1, 2],
        [0, 0],
        [3, 1],
      ],
    ],
    [
      "the same gradient three times",
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
    ],
    [
      "parallel gradients",
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
    ],
    [
      "opposite gradients",
      [
        [1, 2],
        [-1, -2],
        [5, 0],
      ],
    ],
    [
      "more gradients than dimensions",
      [
        [1, 0],
        [0, 1],
        [-1, -1],
        [3, 3],
        [-2, 1],
      ],
    ],
    [
      "gradients of very different length",
      [
        [1e6, 0],
        [0, 1e-6],
        [1, 1],
      ],
    ],
  ])("keeps the conditions of optimality for %s", (_, rows) => {
    const gram = gramMatrix(rows.map((row) => Float64Array.from(row)));
    const none = rows.map(() => 0);
    const weights = quadraticProgramWeights(gram);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    expect(missedBy(gram, weights, none, none)).toBeLessThanOrEqual(1e-9 * Math.max(1, ...gram.map(Math.abs)));
  });

  it("holds the least weight of an objective (111 §Pitfalls)", () => {
    const gram = gramMatrix([Float64Array.of(1, 0), Float64Array.of(0, 10)]);
    expect(quadraticProgramWeights(gram, { lower: [0, 0.25] })).toEqual([0.75, 0.25]);
    expect(quadraticProgramWeights(gram, { lower: [0.5, 0.5] })).toEqual([0.5, 0.5]);
  });

  it("goes to the best gain where the form is flat", () => {
    expect(quadraticProgramWeights(new Float64Array(9), { gain: [1, 3, 2] })).toEqual([0, 1, 0]);
  });

  it("of one objective is 1, and ends after its steps", () => {
    expect(quadraticProgramWeights(Float64Array.of(3))).toEqual([1]);
    expect(quadraticProgramWeights(Float64Array.of(1, 0, 0, 3), { maxSteps: 0 })).toEqual([0.5, 0.5]);
  });

  it("refuses bounds of more than 1, and lists of other lengths", () => {
    const gram = Float64Array.of(1, 0, 0, 1);
    expect(() => quadraticProgramWeights(gram, { lower: [1, 0.5] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`lower\` to have a sum of at most 1, got 1.5.]`,
    );
    expect(() => quadraticProgramWeights(gram, { gain: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected lists of 2 numbers, got 1 gains and 2 lower bounds.]`,
    );
  });
});
