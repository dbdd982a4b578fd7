import { describe, expect, it } from "vitest";
import { abstained, failed, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { product } from "./product.ts";
import { weightedSum } from "./weighted-sum.ts";

const layout = flatLayout([2]);

describe("weightedSum", () => {
  it("adds 0.5 · format + 1 · correct (by hand)", () => {
    const of = [fullSignal("rollout", [1, 0]), fullSignal("rollout", [3, -3])];
    expect([...weightedSum({ weights: [0.5, 1] }).apply(of, layout).values]).toEqual([3.5, -3]);
  });

  it("adds with weight 1 when none are given, and averages with `normalise` (by hand)", () => {
    const of = [fullSignal("rollout", [1, 2]), fullSignal("rollout", [3, 6])];
    expect([...weightedSum().apply(of, layout).values]).toEqual([4, 8]);
    expect([...weightedSum({ normalise: true }).apply(of, layout).values]).toEqual([2, 4]);
    expect([...weightedSum({ weights: [3, 1], normalise: true }).apply(of, layout).values]).toEqual([1.5, 3]);
  });

  it("is missing with the gravest reason of the missing inputs, also at weight 0", () => {
    const [a, b] = [new SignalBuilder("rollout", 2), new SignalBuilder("rollout", 2)];
    a.abstain(0, "no tool call");
    a.set(1, 1);
    b.fail(0, "judge", "timed out");
    b.abstain(1, "no answer");
    const out = weightedSum({ weights: [1, 0] }).apply([a.build(), b.build()], layout);
    expect(outcomeAt(out, 0)).toEqual(failed("judge", "timed out"));
    expect(outcomeAt(out, 1)).toEqual(abstained("no answer"));
  });

  it("turns an overflow into a failure of the engine", () => {
    const big = fullSignal("rollout", [1e308, 1]);
    expect(outcomeAt(weightedSum().apply([big, big], layout), 0)).toEqual(
      failed("engine", "Expected a finite value, got Infinity."),
    );
  });

  it.each([
    [[1, -2], { min: -6, max: 1 }],
    [[0, 1], { min: 0, max: 3 }],
  ])("has the range of interval arithmetic for weights %j", (weights, range) => {
    const inputs = [
      { min: 0, max: 1 },
      { min: 0, max: 3 },
    ];
    expect(weightedSum({ weights }).range(inputs)).toEqual(range);
  });

  it("keeps a weight of 0 away from an unbounded input", () => {
    const inputs = [
      { min: 0, max: 1 },
      { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
    ];
    expect(weightedSum({ weights: [2, 0] }).range(inputs)).toEqual({ min: 0, max: 2 });
  });

  it("refuses a list of weights of another length, no input, and a sum it cannot normalise by", () => {
    const one = fullSignal("rollout", [1, 1]);
    expect(() => weightedSum({ weights: [1] }).apply([one, one], layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` to have one number for each of the 2 inputs, got 1.]`,
    );
    expect(() => weightedSum().apply([], layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list at least one term, got none.]`,
    );
    expect(() => weightedSum().apply([one, fullSignal("rollout", [1])], layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected all inputs to have 2 values, got 1 in input 1.]`,
    );
    expect(() => weightedSum({ weights: [1, -1], normalise: true })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` of \`combinator/weighted-sum@1\` to be valid, got [1,-1]: weights to normalise by must have a positive sum.]`,
    );
  });

  it.each([1, 2, 3, 4, 5, 8, 9])("adds %i inputs place by place (twin)", (count) => {
    const rows = Array.from({ length: 5 }, (_, i) => Array.from({ length: count }, (__, k) => (i + 1) * 2 ** k));
    const weights = Array.from({ length: count }, (_, k) => k - 2);
    const of = Array.from({ length: count }, (_, k) =>
      fullSignal(
        "rollout",
        rows.map((row) => row[k] as number),
      ),
    );
    const sums = rows.map((row) => row.reduce((sum, value, k) => sum + (weights[k] as number) * value, 0));
    expect([...weightedSum({ weights }).apply(of, flatLayout([5])).values]).toEqual(sums);
  });

  it("agrees with product after a logarithm (twin)", () => {
    const of = [fullSignal("rollout", [2, 3]), fullSignal("rollout", [5, 7])];
    const logs = of.map(({ values }) => fullSignal("rollout", values.map(Math.log)));
    const sums = weightedSum().apply(logs, layout).values;
    product()
      .apply(of, layout)
      .values.forEach((value, i) => {
        expect(sums[i]).toBeCloseTo(Math.log(value), 12);
      });
  });

  for (const law of lawsOf(weightedSum)) it(law.name, law.check);
  for (const law of lawsOf(weightedSum, { options: { weights: [1, -0.5, 0], normalise: true } })) {
    it(`${law.name}, weighted`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(weightedSum().inputs).toEqual([{ name: "of", many: true }]);
  });

  it.each([
    [2, "increasing"],
    [0, "constant"],
    [-2, "decreasing"],
  ])("moves with an input of weight %d", (weight, expected) => {
    expect(
      weightedSum({ weights: [1, weight] }).trend(1, [
        { min: 0, max: 1 },
        { min: 0, max: 1 },
      ]),
    ).toBe(expected);
  });
});
