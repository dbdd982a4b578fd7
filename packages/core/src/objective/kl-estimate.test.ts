import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw } from "./gradient-check.test-support.ts";
import { klEstimate, klPenalty, klToReference } from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);

/** Log-probabilities of four actions. */
function distribution(seed: number, name: string): Float64Array {
  const raw = draw(seed, name, 4, -1.5, 1.5);
  const sum = Math.log(raw.reduce((total, value) => total + Math.exp(value), 0));
  return raw.map((value) => value - sum);
}

describe("klEstimate", () => {
  it("gives d, d²/2 and e^−d − 1 + d (by hand, d = ln 2)", () => {
    const columns = { logProbs: f(Math.log(2)), refLogProbs: f(0) };
    const of = (estimator: "k1" | "k2" | "k3"): readonly number[] => {
      const { loss, gradient, kl } = klEstimate(columns, { estimator });
      expect(kl).toBe(loss);
      return [loss, gradient[0] as number];
    };
    expect(of("k1")).toEqual([Math.LN2, 1]);
    expect(of("k2")).toEqual([Math.LN2 ** 2 / 2, Math.LN2]);
    expect(of("k3")[0]).toBeCloseTo(Math.LN2 - 0.5, 14);
    expect(of("k3")[1]).toBeCloseTo(0.5, 14);
  });

  it("weighs tokens, rollouts and beta (107)", () => {
    const columns = {
      logProbs: f(1, 1, 1),
      refLogProbs: f(0, 0, 0),
      mask: Uint8Array.of(1, 1, 0),
      tokenWeights: f(1, 0, 5),
    };
    const { loss, gradient, values, kl } = klEstimate(columns, { estimator: "k1", beta: 0.5 });
    expect([loss, ...gradient, ...values, kl]).toEqual([0.25, 0.25, 0, 0, 1, 1, 0, 1]);
    expect([...klPenalty(columns, { estimator: "k1", beta: 0.5 })]).toEqual([-0.5, 0, 0]);
  });

  it("over all actions: k1 and k3 have the mean KL, k2's gradient is that of the KL, k3's of the other way round", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1 << 20 }), (seed) => {
        const [logProbs, refLogProbs] = [distribution(seed, "p"), distribution(seed, "q")];
        const p = logProbs.map(Math.exp);
        const q = refLogProbs.map(Math.exp);
        const columns = { logProbs, refLogProbs, tokenWeights: p };
        const sum = { aggregation: "token-sum" } as const;
        const [k1, k2, k3] = (["k1", "k2", "k3"] as const).map((estimator) =>
          klEstimate(columns, { estimator, ...sum }),
        );
        const mixed = klEstimate(columns, { estimator: "k1", gradientOf: "k2", ...sum });
        const exact = klToReference({ logProbs, refLogProbs, width: 4 });
        expect(k1?.loss).toBeCloseTo(exact.loss, 12);
        expect(k3?.loss).toBeCloseTo(exact.loss, 12);
        expect(mixed.loss).toBe(k1?.loss);
        // By logits: minus p times the sum of the gradient by log-probabilities; a score function sums p-weighted terms.
        const byLogits = (g: Float64Array): readonly number[] => {
          const total = g.reduce((a, b) => a + b, 0);
          return [...g].map((value, i) => value - (p[i] as number) * total);
        };
        const exactLogits = byLogits(exact.gradient);
        byLogits(k2?.gradient as Float64Array).forEach((value, i) => {
          expect(value).toBeCloseTo(exactLogits[i] as number, 12);
        });
        byLogits(mixed.gradient).forEach((value, i) => {
          expect(value).toBeCloseTo(exactLogits[i] as number, 12);
        });
        byLogits(k1?.gradient as Float64Array).forEach((value) => {
          expect(value).toBeCloseTo(0, 12);
        });
        byLogits(k3?.gradient as Float64Array).forEach((value, i) => {
          expect(value).toBeCloseTo((p[i] as number) - (q[i] as number), 12);
        });
      }),
    );
  });

  it("names the token whose k3 overflows", () => {
    expect(() => klEstimate({ logProbs: f(0, -800), refLogProbs: f(0, 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gradient[1]\` of \`klEstimate\` to be finite, got -Infinity.]`,
    );
  });
});

describe("klToReference", () => {
  it("is λ·Σ p·log(p/q), or Σ q·log(q/p) (207, by hand)", () => {
    const columns = {
      logProbs: f(Math.log(0.25), Math.log(0.75)),
      refLogProbs: f(Math.log(0.5), Math.log(0.5)),
      width: 2,
    };
    expect(klToReference(columns, { lambda: 2 }).loss).toBeCloseTo(
      2 * (0.25 * Math.log(0.5) + 0.75 * Math.log(1.5)),
      14,
    );
    const { loss, gradient } = klToReference(columns, { direction: "forward" });
    expect(loss).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 14);
    expect([...gradient]).toEqual([-0.5, -0.5]);
  });

  it("fails where the reference excludes what the policy does", () => {
    const columns = { logProbs: f(0, -1), refLogProbs: f(0, Number.NEGATIVE_INFINITY), width: 2 };
    expect(() => klToReference(columns)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gradient[1]\` of \`klToReference\` to be finite, got Infinity.]`,
    );
  });

  it("takes whole rows alone", () => {
    expect(() =>
      klToReference({ logProbs: f(0, 0, 0), refLogProbs: f(0, 0, 0), width: 2 }),
    ).toThrowErrorMatchingInlineSnapshot(`[RewardError: Expected \`logProbs\` to be rows of 2, got 3 numbers.]`);
  });
});
