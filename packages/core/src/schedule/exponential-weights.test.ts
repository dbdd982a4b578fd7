import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { exponentialWeights } from "./exponential-weights.ts";
import { gramMatrix, influences } from "./gram-matrix.ts";
import { softmax } from "./softmax.ts";

describe("exponentialWeights", () => {
  it("is the posterior of a prior and log-likelihoods (062 §Mechanism, Bayes by hand)", () => {
    const posterior = exponentialWeights([0.5, 0.25, 0.25], [0.1, 0.4, 0.2].map(Math.log));
    for (const [k, expected] of [0.25, 0.5, 0.25].entries()) expect(posterior[k]).toBeCloseTo(expected, 12);
  });

  it("never lowers the first-order improvement (111 §Experiment (d), 1000 random Gram matrices)", () => {
    const key = streamKey(1, "influence");
    let at = 0;
    for (let n = 0; n < 1000; n++) {
      const vectors = Array.from({ length: 3 }, () =>
        Float64Array.from({ length: 4 }, () => 2 * uniformAt(key, at++) - 1),
      );
      const before = softmax(vectors.map(() => 3 * uniformAt(key, at++)));
      const gains = influences(gramMatrix(vectors));
      const worth = (weights: readonly number[]): number =>
        weights.reduce((sum, w, k) => sum + w * (gains[k] as number), 0);
      expect(worth(exponentialWeights(before, gains, 0.1))).toBeGreaterThanOrEqual(worth(before) - 1e-12);
    }
  });

  it("keeps a floor and the sum; a weight of 0 recovers through the floor alone", () => {
    const weights = exponentialWeights([1, 0], [0, 1000], 1, 0.1);
    expect(weights[0]).toBeCloseTo(0.9, 12);
    expect(weights[1]).toBeCloseTo(0.1, 12);
    expect(exponentialWeights([1, 0], [0, 1000])).toEqual([1, 0]);
  });

  it("survives gains of any size", () => {
    expect(exponentialWeights([0.5, 0.5], [1e300, -1e300])).toEqual([1, 0]);
  });
});
