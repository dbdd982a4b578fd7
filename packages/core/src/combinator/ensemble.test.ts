import { describe, expect, it } from "vitest";
import {
  abstained,
  flatLayout,
  fullSignal,
  outcomeAt,
  type Signal,
  SignalBuilder,
  UNBOUNDED,
} from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { ensemble } from "./ensemble.ts";
import { nominalPlusWorst } from "./nominal-plus-worst.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([2]);
const inputs = of([1, 2], [3, 2], [8, 2]);

describe("ensemble", () => {
  it.each([
    [{}, [4, 2]],
    [{ weights: [2, 1, 1] }, [3.25, 2]],
    [{ reduce: "min" }, [1, 2]],
    [{ reduce: "max" }, [8, 2]],
    [{ reduce: "median" }, [3, 2]],
    [{ reduce: "quantile" }, [2, 2]],
    [{ reduce: "quantile", quantile: 0.75 }, [5.5, 2]],
    [{ reduce: "mean-minus-std", c: 0.5 }, [4 - 0.5 * Math.sqrt(26 / 3), 2]],
    [{ reduce: "mean-minus-std" }, [4 - Math.sqrt(26 / 3), 2]],
    [{ reduce: "mean-minus-variance", c: 0.5 }, [4 - 13 / 3, 2]],
  ] as const)("joins 1, 3, 8 and 2, 2, 2 with %j (by hand)", (options, expected) => {
    const out = ensemble(options).apply(inputs, layout).values;
    expect(out[0]).toBeCloseTo(expected[0], 12);
    expect(out[1]).toBe(expected[1]);
  });

  it("is the minimum at the quantile 0 and the median at ½ (202 §Mechanism)", () => {
    const at = (options: object): readonly number[] => [...ensemble(options).apply(inputs, layout).values];
    expect(at({ reduce: "quantile", quantile: 0 })).toEqual(at({ reduce: "min" }));
    expect(at({ reduce: "quantile", quantile: 0.5 })).toEqual(at({ reduce: "median" }));
    expect(at({ reduce: "quantile", quantile: 1 })).toEqual(at({ reduce: "max" }));
    expect(at({ reduce: "mean-minus-std", c: 0 })).toEqual(at({}));
  });

  it("is the nominal score of 099 with the mean as nominal and λ = 1 (identity)", () => {
    const pairs = [...inputs, ...of([1, 1], [1, 1], [1, 1])];
    const twin = nominalPlusWorst({ nominal: "mean", lambda: 1 }).apply(pairs, layout).values;
    expect([...ensemble().apply(inputs, layout).values]).toEqual([...twin]);
  });

  it.each([1, 2, 3, 4, 5])("takes mean and spread of %i members place by place, in any block (twin)", (count) => {
    const rows = Array.from({ length: 1500 }, (_, i) =>
      Array.from({ length: count }, (__, k) => Math.sin(i + 7 * k) * 10 ** (i % 5)),
    );
    const members = of(...Array.from({ length: count }, (_, k) => rows.map((row) => row[k] as number)));
    for (const reduce of ["mean-minus-std", "mean-minus-variance"] as const) {
      const out = ensemble({ reduce, c: 0.5 }).apply(members, flatLayout([1500])).values;
      rows.forEach((row, i) => {
        const mean = row.reduce((sum, value) => sum + value, 0) / count;
        const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
        const expected = mean - 0.5 * (reduce === "mean-minus-std" ? Math.sqrt(variance) : variance);
        expect(Math.abs((out[i] as number) - expected)).toBeLessThan(1e-14 * (1 + Math.abs(expected) + variance));
      });
    }
  });

  it("takes the exact mean of equal scores, which a running sum would miss", () => {
    const same = of(...Array.from({ length: 10 }, () => [0.1]));
    expect(ensemble().apply(same, flatLayout([1])).values[0]).toBe(0.1);
    expect(ensemble({ reduce: "mean-minus-std" }).apply(same, flatLayout([1])).values[0]).toBe(0.1);
  });

  it("averages z-scores of the group (199 §Mechanism, by hand)", () => {
    const members = of([0, 2, 5, 5], [10, 30, 7, 7]);
    const out = ensemble({ normalise: "z-score", eps: 0 }).apply(members, flatLayout([2, 2])).values;
    expect([...out]).toEqual([-1, 1, 0, 0]);
    const eased = ensemble({ normalise: "z-score" }).apply(members, flatLayout([2, 2])).values;
    expect(eased[1]).toBeCloseTo((1 / (1 + 1e-6) + 10 / (10 + 1e-6)) / 2, 14);
  });

  it.each([
    ["min-max", "group", [0, 1, 0.5, 0]],
    ["rank", "group", [0, 1, 0.5, 0.5]],
    ["rank", "batch", [0, 0.5, 1, 0.5]],
    ["z-score", "batch", [-1.5, 0.5, 0.5, 0.5].map((_, i) => [-3, 0, 3, 0][i]! / Math.sqrt(4.5))],
  ] as const)("normalises by %s over the %s (by hand)", (normalise, over, expected) => {
    const layoutOf = flatLayout([2, 1, 1]);
    const out = ensemble({ normalise, over, eps: 0 }).apply(of([1, 4, 7, 4]), layoutOf).values;
    const wanted = normalise === "min-max" ? [0, 1, 0, 0] : expected;
    wanted.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("eases what it stretches by, and leaves its inputs as they were where that overflows", () => {
    const eased = ensemble({ normalise: "min-max", eps: 3 }).apply(of([1, 4, 7]), flatLayout([3])).values;
    [0, 1 / 3, 2 / 3].forEach((value, i) => {
      expect(eased[i]).toBeCloseTo(value, 14);
    });
    const [wide] = of([1e308, -1e308, 0]) as [Signal];
    const out = ensemble({ normalise: "min-max" }).apply([wide], flatLayout([3]));
    expect([...out.present]).not.toEqual([1, 1, 1]);
    expect([[...wide.values], [...wide.present]]).toEqual([
      [1e308, -1e308, 0],
      [1, 1, 1],
    ]);
  });

  it("normalises over the present members, and leaves a missing one missing", () => {
    const builder = new SignalBuilder("rollout", 3);
    builder.set(0, 1);
    builder.abstain(1, "no answer");
    builder.set(2, 3);
    const out = ensemble({ normalise: "min-max", eps: 0 }).apply([builder.build()], flatLayout([3]));
    expect([...out.values]).toEqual([0, 0, 1]);
    expect(outcomeAt(out, 1)).toEqual(abstained("no answer"));
  });

  it("counts covered members alone, and falls back where there are none (200 §Mechanism)", () => {
    const [values, masks] = [of([1, 5, 5], [3, 1, 2]), of([0, 1, 0], [1, 1, -1])];
    const at = (options: object): readonly number[] => [
      ...ensemble({ covered: true, ...options }).apply([...values, ...masks], flatLayout([3])).values,
    ];
    expect(at({ reduce: "min" })).toEqual([3, 1, 2]);
    expect(at({ reduce: "min", fallback: "mean" })).toEqual([3, 1, 3.5]);
    expect(at({})).toEqual([3, 3, 2]);
    // 5 and 1 deviate by 2
    expect(at({ reduce: "mean-minus-std", c: 1 })).toEqual([3, 1, 2]);
    expect(at({ reduce: "mean-minus-variance", c: 0.5 })).toEqual([3, 1, 2]);
    expect(at({ reduce: "mean-minus-variance", c: 1 })).toEqual([3, -1, 2]);
  });

  it("knows its range", () => {
    const ranges = [
      { min: 0, max: 1 },
      { min: 2, max: 4 },
    ];
    const range = (options: object): object => ensemble(options).range(ranges);
    expect(range({})).toEqual({ min: 1, max: 2.5 });
    expect(range({ weights: [3, 1] })).toEqual({ min: 0.5, max: 1.75 });
    expect(range({ reduce: "min" })).toEqual({ min: 0, max: 1 });
    expect(range({ reduce: "max" })).toEqual({ min: 2, max: 4 });
    expect(range({ reduce: "mean-minus-std", c: 0.5 })).toEqual({ min: 0, max: 2.5 });
    expect(range({ reduce: "mean-minus-variance", c: 0.5 })).toEqual({ min: -1, max: 2.5 });
    expect(range({ normalise: "rank" })).toEqual({ min: -0, max: 1 });
    expect(range({ normalise: "min-max", reduce: "mean-minus-std", c: 2 })).toEqual({ min: -1, max: 1 });
    expect(range({ normalise: "rank", reduce: "mean-minus-variance", c: 2 })).toEqual({ min: -0.5, max: 1 });
    expect(range({ normalise: "z-score" })).toEqual(UNBOUNDED);
    expect(ensemble({ covered: true }).range([...ranges, ...ranges])).toEqual({ min: 0, max: 4 });
    expect(ensemble({ covered: true, reduce: "mean-minus-std" }).range([...ranges, ...ranges])).toEqual({
      min: -2,
      max: 4,
    });
  });

  it("rises with a member unless the spread it makes costs more", () => {
    const five = Array.from({ length: 5 }, () => ({ min: 0, max: 1 }));
    const trend = (options: object): string => ensemble(options).trend(0, five);
    expect(trend({})).toBe("increasing");
    expect(trend({ reduce: "mean-minus-std", c: 0.5 })).toBe("increasing");
    expect(trend({ reduce: "mean-minus-std", c: 0.51 })).toBe("unknown");
    expect(trend({ reduce: "mean-minus-variance" })).toBe("unknown");
    expect(trend({ reduce: "mean-minus-variance", c: 0 })).toBe("increasing");
    expect(ensemble({ covered: true }).trend(0, five)).toBe("unknown");
  });

  it("has the scope of what it normalises over", () => {
    expect(
      [ensemble(), ensemble({ normalise: "rank" }), ensemble({ normalise: "rank", over: "batch" })].map((p) => p.scope),
    ).toEqual(["rollout", "group", "batch"]);
  });

  it("refuses weights elsewhere, masks with weights, and masks that do not pair up", () => {
    expect(() => ensemble({ reduce: "min", weights: [1, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` of \`combinator/ensemble@1\` to be valid, got [1,2]: only \`reduce: mean\` weighs its members.]`,
    );
    expect(() => ensemble({ covered: true, normalise: "rank" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`covered\` of \`combinator/ensemble@1\` to be valid, got true: masks go with neither \`weights\` nor \`normalise\`.]`,
    );
    expect(() => ensemble({ covered: true }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list as many masks as values before them, got 3 entries.]`,
    );
    expect(() => ensemble({ weights: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` to have one number for each of the 3 inputs, got 1.]`,
    );
    expect(() => ensemble().apply([], layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list at least one term, got none.]`,
    );
  });

  for (const reduce of ["mean", "min", "max", "median", "quantile", "mean-minus-std", "mean-minus-variance"] as const) {
    for (const law of lawsOf(ensemble, { options: { reduce } })) it(`${law.name}, ${reduce}`, law.check);
  }
  for (const normalise of ["z-score", "min-max", "rank"] as const) {
    for (const over of ["group", "batch"] as const) {
      const options = { normalise, over, reduce: over === "group" ? "mean" : "mean-minus-std" } as const;
      for (const law of lawsOf(ensemble, { options })) it(`${law.name}, ${normalise} over the ${over}`, law.check);
    }
  }
  for (const law of lawsOf(ensemble, { options: { weights: [1, 2, 3] } })) it(`${law.name}, weighted`, law.check);
  for (const law of lawsOf(ensemble, { options: { covered: true, fallback: "mean" }, inputCount: 4 })) {
    it(`${law.name}, covered`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(ensemble().inputs).toEqual([{ name: "of", many: true }]);
  });

  it.each([
    [
      "weights of another number",
      { weights: [1] },
      "Expected `weights` to have one number for each of the 3 inputs, got 1.",
    ],
    [
      "masks that do not pair up",
      { covered: true },
      "Expected `of` to list as many masks as values before them, got 3 entries.",
    ],
  ])("has no range with %s", (_, options, message) => {
    expect(() => ensemble(options).range([UNBOUNDED, UNBOUNDED, UNBOUNDED])).toThrow(message);
  });

  it("refuses masks beside weights", () => {
    expect(() => ensemble({ covered: true, weights: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`covered\` of \`combinator/ensemble@1\` to be valid, got true: masks go with neither \`weights\` nor \`normalise\`.]`,
    );
  });

  it("loses nothing of an unbounded range with c = 0", () => {
    expect(ensemble({ reduce: "mean-minus-std", c: 0 }).range([UNBOUNDED, UNBOUNDED])).toEqual(UNBOUNDED);
    expect(ensemble({ reduce: "min", c: 9 }).range([{ min: 0, max: 1 }])).toEqual({ min: 0, max: 1 });
  });
});
