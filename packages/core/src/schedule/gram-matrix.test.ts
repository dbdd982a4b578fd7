import { describe, expect, it } from "vitest";
import { gramMatrix, influences } from "./gram-matrix.ts";
import { drawnVectors } from "./least-form.test-support.ts";

describe("gramMatrix", () => {
  it.each([
    [1, 3],
    [2, 1],
    [3, 2500],
    [4, 1024],
    [5, 1025],
    [8, 10],
  ])("of %d vectors of %d numbers is what one product after the other gives", (count, dimension) => {
    const vectors = drawnVectors(`gram ${count}`, count, dimension);
    const gram = gramMatrix(vectors);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const own = (vectors[i] as Float64Array).reduce((sum, x, d) => sum + x * (vectors[j]?.[d] as number), 0);
        expect(gram[i * count + j]).toBeCloseTo(own, 9);
      }
    }
  });

  it("of nothing is empty, of vectors without numbers 0", () => {
    expect([gramMatrix([]), gramMatrix([new Float64Array(0)])]).toEqual([new Float64Array(0), Float64Array.of(0)]);
  });

  it("refuses vectors of different lengths", () => {
    expect(() => gramMatrix([Float64Array.of(1), Float64Array.of(1, 2)])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected vectors of 1 numbers, got one of 2.]`,
    );
  });
});

describe("influences", () => {
  it("are the products with the sum of all gradients (111 §Mechanism)", () => {
    const vectors = drawnVectors("influences", 4, 6);
    const sum = Float64Array.from({ length: 6 }, (_, d) => vectors.reduce((total, v) => total + (v[d] as number), 0));
    const own = influences(gramMatrix(vectors));
    vectors.forEach((vector, k) => {
      expect(own[k]).toBeCloseTo(
        vector.reduce((total, x, d) => total + x * (sum[d] as number), 0),
        12,
      );
    });
  });
});
