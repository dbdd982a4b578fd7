import { describe, expect, it } from "vitest";
import { gramMatrix } from "./gram-matrix.ts";
import { drawnVectors, formOf, leastForm } from "./least-form.test-support.ts";
import { minNormDirection, minNormWeights } from "./min-norm-weights.ts";
import { quadraticProgramWeights } from "./quadratic-program-weights.ts";

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, d) => sum + x * (b[d] as number), 0);
const rows = (...lists: readonly (readonly number[])[]): Float64Array[] => lists.map((list) => Float64Array.from(list));

describe("minNormWeights", () => {
  it("solves two objectives in closed form as the general way does", () => {
    for (let n = 0; n < 100; n++) {
      const gram = gramMatrix(drawnVectors(`pair ${n}`, 2, 3));
      const [closed, general] = [minNormWeights(gram), quadraticProgramWeights(gram)];
      expect(closed[0]).toBeCloseTo(general[0] as number, 8);
      expect((closed[0] as number) + (closed[1] as number)).toBe(1);
    }
  });

  it.each([
    ["equal", [1, 2], [1, 2], [0.5, 0.5]],
    ["opposite", [1, 0], [-1, 0], [0.5, 0.5]],
    ["opposite of other length", [3, 0], [-1, 0], [0.25, 0.75]],
    ["parallel", [1, 0], [3, 0], [1, 0]],
    ["one zero", [1, 0], [0, 0], [0, 1]],
    ["both zero", [0, 0], [0, 0], [0.5, 0.5]],
  ])("of two gradients, %s (by hand)", (_, a, b, expected) => {
    expect(minNormWeights(gramMatrix(rows(a, b)))).toEqual(expected);
  });

  it.each([1, 3, 4])("has the least norm over all sets of %d objectives (by trying each)", (size) => {
    const none = new Array<number>(size).fill(0);
    for (let n = 0; n < 60; n++) {
      const gram = gramMatrix(drawnVectors(`norm ${size} ${n}`, size, size));
      expect(formOf(gram, minNormWeights(gram))).toBeCloseTo(leastForm(gram, none, none), 10);
    }
  });

  it("has no weights for no objective", () => {
    expect(minNormWeights(new Float64Array(0))).toEqual([]);
  });
});

describe("minNormDirection", () => {
  it.each([2, 3, 5, 8])("opposes none of %d gradients: ⟨d, ĝ⟩ ≥ |d|² before rescaling (051 §Mechanism)", (size) => {
    for (let n = 0; n < 40; n++) {
      const gradients = drawnVectors(`direction ${size} ${n}`, size, 12);
      const { direction, norms } = minNormDirection(gradients, { rescaleMeanNorm: false });
      const square = dot(direction, direction);
      gradients.forEach((gradient, k) => {
        expect(dot(direction, gradient) / (norms[k] as number)).toBeGreaterThanOrEqual(square - 1e-8);
      });
    }
  });

  it("does not see the scale of a gradient but for the mean length", () => {
    const gradients = drawnVectors("scale", 3, 5);
    const [plain, scaled] = [
      minNormDirection(gradients),
      minNormDirection(gradients.map((g, k) => g.map((x) => x * 10 ** k))),
    ];
    plain.weights.forEach((weight, k) => {
      expect(scaled.weights[k]).toBeCloseTo(weight, 6);
    });
    const mean = (norms: readonly number[]): number => norms.reduce((sum, norm) => sum + norm, 0) / norms.length;
    const [own, other] = [plain, scaled].map(({ direction, norms }) => (direction[0] as number) / mean(norms)) as [
      number,
      number,
    ];
    expect(other).toBeCloseTo(own, 6);
  });

  it("leaves zero gradients out of the mix and of the mean length (051 §Pitfalls)", () => {
    const [all, some] = [minNormDirection(rows([3, 0], [0, 0], [0, 1])), minNormDirection(rows([3, 0], [0, 1]))];
    expect(all.weights).toEqual([0.5, 0, 0.5]);
    expect(all.direction).toEqual(some.direction);
    expect(all.norms).toEqual([3, 0, 1]);
  });

  it.each([
    ["all gradients are zero", rows([0, 0], [0, 0]), [0, 0]],
    ["opposite ones cancel out", rows([2, 0], [-5, 0]), [0.5, 0.5]],
    ["there are none", [], []],
  ])("is zero where %s", (_, gradients, weights) => {
    const solved = minNormDirection(gradients);
    expect(solved.weights).toEqual(weights);
    expect(solved.direction.every((x) => Math.abs(x) < 1e-14)).toBe(true);
  });

  it("mixes raw gradients without `normalise` (by hand)", () => {
    const { weights, direction } = minNormDirection(rows([2, 0], [0, 1]), { normalise: false, rescaleMeanNorm: false });
    expect(weights).toEqual([0.2, 0.8]);
    expect([...direction]).toEqual([0.4, 0.8]);
  });
});
