import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { kendallTau, orderPairs, pearsonCorrelation, spearmanCorrelation } from "./kendall-tau.ts";
import { listAgreement } from "./list-agreement.ts";
import { weightedPairAgreement } from "./weighted-pair-agreement.ts";

/** Kendall's counts by looking at every pair. */
function slowPairs(a: readonly number[], b: readonly number[]): ReturnType<typeof orderPairs> {
  const counts = { concordant: 0, discordant: 0, tiedA: 0, tiedB: 0, tiedBoth: 0 };
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      const x = Math.sign((a[i] as number) - (a[j] as number));
      const y = Math.sign((b[i] as number) - (b[j] as number));
      if (x * y > 0) counts.concordant++;
      if (x * y < 0) counts.discordant++;
      if (x === 0) counts.tiedA++;
      if (y === 0) counts.tiedB++;
      if (x === 0 && y === 0) counts.tiedBoth++;
    }
  }
  return counts;
}

describe("correlations", () => {
  it("are those of a list with ties (by hand: 4 concordant, 1 discordant, 1 tie in b)", () => {
    expect(orderPairs([1, 2, 3, 4], [1, 3, 2, 3])).toEqual({
      concordant: 4,
      discordant: 1,
      tiedA: 0,
      tiedB: 1,
      tiedBoth: 0,
    });
    expect(kendallTau([1, 2, 3, 4], [1, 3, 2, 3])).toBeCloseTo(3 / Math.sqrt(6 * 5), 12);
    expect(kendallTau([1, 2, 3, 4], [1, 3, 2, 3], "a")).toBe(0.5);
    expect(spearmanCorrelation([1, 2, 3, 4], [1, 3, 2, 3])).toBeCloseTo(3 / Math.sqrt(5 * 4.5), 12);
    expect(pearsonCorrelation([1, 2, 3, 4], [1, 3, 2, 3])).toBeCloseTo(2.5 / Math.sqrt(5 * 2.75), 12);
  });

  it("count pairs as the obvious way does, on 200 lists with ties", () => {
    let seed = 1;
    const draw = (): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % 6;
    };
    for (let n = 0; n < 200; n++) {
      const a = Array.from({ length: n % 17 }, draw);
      const b = a.map(draw);
      expect(orderPairs(a, b)).toEqual(slowPairs(a, b));
    }
  });

  it("are undefined where a side does not vary", () => {
    for (const correlation of [kendallTau, spearmanCorrelation, pearsonCorrelation])
      expect([correlation([], []), correlation([1], [2]), correlation([1, 1], [1, 2])]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
  });

  it("refuse lists of two lengths", () => {
    expect(() => kendallTau([1], [])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected two lists of one length, got 1 and 0.]`,
    );
  });
});

describe("weightedPairAgreement", () => {
  it("weighs pairs by their distance (040, by hand)", () => {
    // Weights of (5,3) (5,1) (3,1): 3, 5, 3. One reversal of the first, then a tie of the last.
    expect(weightedPairAgreement([3, 4, 1], [5, 3, 1])).toBeCloseTo(1 - 3 / 11, 12);
    expect(weightedPairAgreement([5, 2, 2], [5, 3, 1])).toBeCloseTo(1 - 1.5 / 11, 12);
    expect(weightedPairAgreement([1, 2, 3], [5, 3, 1])).toBe(0);
    expect(weightedPairAgreement([9, 8, 7], [5, 3, 1])).toBe(1);
    expect(weightedPairAgreement([], [])).toBe(0);
  });
});

describe("listAgreement", () => {
  const gold = { "model-1": 5, "model-2": 3, "model-3": 1 };
  const texts = [
    '{"scores": {"model-1": 5, "model-2": 4, "model-3": 2}, "best-to-worst": []}',
    '{"model-1": 1, "model-2": 2, "model-3": 3}',
    '{"model-1": 3, "model-2": 3, "model-3": 3}',
    '{"scores": {"model-1": 5}}',
    "model-1 is best",
    '{"scores": {"model-1": "5", "model-2": 4, "model-3": 2}}',
  ];
  const columns = { text: texts, expected: texts.map(() => gold) };

  it.each([
    ["weighted-pairs", [1, 0, 0.5, 0, 0, 0]],
    ["kendall", [1, -1, 0, -1, -1, -1]],
    ["kendall-a", [1, -1, 0, -1, -1, -1]],
    ["spearman", [1, -1, 0, -1, -1, -1]],
  ] as const)("scores order, reversal, ties and gaps by %s", async (metric, values) => {
    expect(await scoreValues(listAgreement({ metric }), columns)).toEqual(values);
  });

  it("ranks by nDCG and correlates by Pearson", async () => {
    const [best, worst] = await scoreValues(listAgreement({ metric: "ndcg" }), columns);
    const dcg = (gains: readonly number[]): number => gains.reduce((sum, g, i) => sum + g / Math.log2(i + 2), 0);
    expect(best).toBe(1);
    expect(worst).toBeCloseTo(dcg([1, 3, 5]) / dcg([5, 3, 1]), 12);
    expect((await scoreValues(listAgreement({ metric: "pearson" }), columns))[0]).toBeCloseTo(
      pearsonCorrelation([5, 4, 2], [5, 3, 1]) as number,
      12,
    );
  });

  it("says what lacks, abstains on a reference without order, blames the task for none", async () => {
    const rows = await scoreRows(listAgreement(), {
      text: ['{"a": 1}', "[1, 2]", "[1, 2]", "[1, 2]", "[1, 2]"],
      expected: [{ a: 1, b: 2 }, [3, 3], null, [1], ["a"]],
    });
    expect(rows).toEqual([
      [0, "1 of 2 names are scored"],
      ["abstained", "the reference orders nothing"],
      ["task", "Expected `expected` to hold reference scores, got neither an object nor a list of numbers."],
      ["task", "Expected `expected` to hold reference scores, got fewer than two."],
      ["task", "Expected `expected` to hold reference scores, got a score is no finite number."],
    ]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(listAgreement(), { expected: [[1, 2]] });
    expect(ms, name).toBeLessThan(400);
  });

  for (const metric of ["weighted-pairs", "kendall", "ndcg", "pearson"])
    for (const law of lawsOf(listAgreement, { options: { metric }, columns })) it(`${metric} ${law.name}`, law.check);
});
