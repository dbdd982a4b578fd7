import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { nominalPlusWorst } from "./nominal-plus-worst.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([2]);
/** Scores 4, 2, 6 and 1, 1, 1; deviations 0.2, 0.3, 0.1 and all equal. */
const inputs = of([4, 1], [2, 1], [6, 1], [0.2, 1], [0.3, 1], [0.1, 1]);

describe("nominalPlusWorst", () => {
  it.each([
    [{}, [0.6 * 6 + 0.4 * 2, 1]],
    [{ nominal: "first" }, [0.6 * 4 + 0.4 * 2, 1]],
    [{ nominal: "mean" }, [0.6 * 4 + 0.4 * 2, 1]],
    [{ lambda: 0 }, [2, 1]],
    [{ lambda: 1 }, [6, 1]],
    [{ lambda: 0, worst: "lcb" }, [1.7, 0]],
    [{ lambda: 0, worst: "lcb", c: 10 }, [-1, -9]],
    [{ lambda: 0.5, worst: "lcb" }, [3.85, 0.5]],
  ] as const)("weighs the nominal and the worst score with %j (099 §Mechanism, by hand)", (options, expected) => {
    const out = nominalPlusWorst(options).apply(inputs, layout).values;
    expected.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("takes the earlier of two members that are as certain", () => {
    const tied = of([3], [9], [0.5], [0.5]);
    expect([...nominalPlusWorst({ lambda: 1 }).apply(tied, flatLayout([1])).values]).toEqual([3]);
  });

  it("knows its range and trend", () => {
    const ranges = [
      { min: 0, max: 1 },
      { min: 2, max: 4 },
      { min: 0, max: 0.5 },
      { min: 0, max: 1 },
    ];
    expect(nominalPlusWorst({ lambda: 0.5 }).range(ranges)).toEqual({ min: 0, max: 2.5 });
    expect(nominalPlusWorst({ lambda: 0 }).range(ranges)).toEqual({ min: 0, max: 1 });
    expect(nominalPlusWorst({ lambda: 1 }).range(ranges)).toEqual({ min: 0, max: 4 });
    expect(nominalPlusWorst({ lambda: 0, worst: "lcb" }).range(ranges)).toEqual({ min: -0.5, max: 1 });
    expect(nominalPlusWorst({ lambda: 1, nominal: "first" }).range(ranges)).toEqual({ min: 0, max: 1 });
    const trends = (options: object): readonly string[] =>
      [0, 1, 2].map((index) => nominalPlusWorst(options).trend(index, ranges));
    expect(trends({})).toEqual(["increasing", "increasing", "unknown"]);
    expect(trends({ nominal: "first", lambda: 1 })).toEqual(["increasing", "constant", "constant"]);
    expect(trends({ lambda: 0, worst: "lcb" })).toEqual(["increasing", "increasing", "decreasing"]);
    expect(trends({ lambda: 0 })).toEqual(["increasing", "increasing", "constant"]);
    expect(trends({ nominal: "mean", worst: "lcb", c: 0 })).toEqual(["increasing", "increasing", "constant"]);
  });

  it("refuses scores without deviations", () => {
    expect(() => nominalPlusWorst().apply(inputs.slice(1), layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list as many deviations as values before them, got 5 entries.]`,
    );
  });

  for (const options of [
    {},
    { nominal: "mean", worst: "lcb", lambda: 0.3 },
    { nominal: "first", lambda: 1 },
    { worst: "lcb", lambda: 0 },
  ]) {
    for (const law of lawsOf(nominalPlusWorst, { options, inputCount: 4 })) {
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
    }
  }

  it("reads a list of any length, `of`", () => {
    expect(nominalPlusWorst().inputs).toEqual([{ name: "of", many: true }]);
  });

  it.each([
    [{ nominal: "first", lambda: 0.5 }, ["increasing", "increasing", "constant"]],
    [{ nominal: "mean", lambda: 1 }, ["increasing", "increasing", "constant"]],
    [{ nominal: "mean", lambda: 1, worst: "lcb" }, ["increasing", "increasing", "constant"]],
    [{ nominal: "mean", lambda: 0.9, worst: "lcb" }, ["increasing", "increasing", "decreasing"]],
    [{ nominal: "min-std", lambda: 1 }, ["increasing", "increasing", "unknown"]],
  ])("moves with scores and deviations with %j", (options, expected) => {
    const unit = { min: 0, max: 1 };
    const trends = [0, 1, 2].map((index) => nominalPlusWorst(options as object).trend(index, [unit, unit, unit, unit]));
    expect(trends).toEqual(expected);
  });

  it("leaves an unbounded part out where it has no weight", () => {
    const [unit, wide] = [
      { min: 0, max: 1 },
      { min: 0, max: Number.POSITIVE_INFINITY },
    ];
    const range = (options: object, list: readonly { min: number; max: number }[]): object =>
      nominalPlusWorst(options).range(list);
    expect(range({ lambda: 0, nominal: "mean" }, [unit, wide, unit, unit])).toEqual(unit);
    expect(range({ lambda: 1, nominal: "first", worst: "lcb" }, [unit, unit, unit, wide])).toEqual(unit);
    expect(range({ lambda: 1, worst: "lcb" }, [unit, unit, unit, wide])).toEqual(unit);
    expect(range({ lambda: 0, worst: "lcb", c: 0 }, [unit, unit, unit, wide])).toEqual(unit);
    expect(range({ lambda: 0 }, [wide, unit, unit, unit])).toEqual(unit);
  });

  it("has no range without deviations", () => {
    expect(() => nominalPlusWorst().range([{ min: 0, max: 1 }])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list as many deviations as values before them, got 1 entries.]`,
    );
  });
});
