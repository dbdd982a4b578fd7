import { describe, expect, it } from "vitest";
import { failed, flatLayout, fullSignal, type Interval, outcomeAt, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { weightTable } from "./weight-table.ts";
import { weightedSum } from "./weighted-sum.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));
const gone = (length: number): Signal => ({
  ...fullSignal("rollout", new Array(length).fill(0)),
  present: new Uint8Array(length),
});

const rows = [
  [1, 0, -1],
  [0, 2, 3],
];
const inputs = of([4, 4, 4, 4], [1, 1, 1, 1], [10, 10, 10, 10]);

describe("weightTable", () => {
  it("adds with the weights of the row (103 §Mechanism: α by mode)", () => {
    const modes = weightTable({
      rows: [
        [1, 0],
        [1, 0.5],
        [1, 1],
      ],
    });
    expect([...modes.apply(of([0, 1, 2], [1, 1, 1], [-0.5, -0.5, -0.5]), flatLayout([3])).values]).toEqual([
      1, 0.75, 0.5,
    ]);
  });

  it("moves between two rows with a controller (222 §Mechanism: β · explore + (1 − β) · exploit)", () => {
    const out = weightTable({ rows, interpolate: true }).apply([...of([0, 0.25, 1, 7]), ...inputs], flatLayout([4]));
    expect([...out.values]).toEqual([-6, 0.75 * -6 + 0.25 * 32, 32, 32]);
    const below = weightTable({ rows, interpolate: true }).apply([...of([-3, 0, 0, 0]), ...inputs], flatLayout([4]));
    expect(below.values[0]).toBe(-6);
  });

  it("is a weighted sum when there is one row (identity)", () => {
    const twin = weightedSum({ weights: [1, 0, -1] }).apply(inputs, flatLayout([4])).values;
    const own = weightTable({ rows: [[1, 0, -1]] }).apply([...of([0, 0, 0, 0]), ...inputs], flatLayout([4])).values;
    expect([...own]).toEqual([...twin]);
  });

  it("does not look at what has weight 0, and fails where there is no row", () => {
    const table = weightTable({ rows });
    const [a, , c] = inputs as [Signal, Signal, Signal];
    expect([...table.apply([...of([0, 1, 2, 0.5]), a, gone(4), c], flatLayout([4])).present]).toEqual([1, 0, 0, 0]);
    const out = table.apply([...of([0, 1, 2, 0.5]), ...inputs], flatLayout([4]));
    expect(outcomeAt(out, 2)).toEqual(failed("engine", "Expected a place from 0 to 1, got 2."));
    expect(outcomeAt(out, 3)).toEqual(failed("engine", "Expected a place from 0 to 1, got 0.5."));
  });

  it("knows its range and trend from the rows that may be taken", () => {
    const unit = { min: 0, max: 1 };
    const all = [unit, unit, unit];
    expect(weightTable({ rows }).range([{ min: 0, max: 0 }, ...all])).toEqual({ min: -1, max: 1 });
    expect(weightTable({ rows }).range([unit, ...all])).toEqual({ min: -1, max: 5 });
    expect(weightTable({ rows, interpolate: true }).range([{ min: 0.5, max: 0.5 }, ...all])).toEqual({
      min: 0,
      max: 2.5,
    });
    const trends = (by: Interval): readonly string[] =>
      [0, 1, 2, 3].map((k) => weightTable({ rows }).trend(k, [by, ...all]));
    expect(trends(unit)).toEqual(["unknown", "increasing", "increasing", "unknown"]);
    expect(trends({ min: 0, max: 0 })).toEqual(["constant", "increasing", "constant", "decreasing"]);
  });

  it("refuses a row of another length", () => {
    expect(() =>
      weightTable({ rows: [[1]] }).apply([...of([0, 0, 0, 0]), ...inputs], flatLayout([4])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`rows\` to have one number for each of the 3 inputs, got 1.]`,
    );
  });

  for (const law of lawsOf(weightTable, { options: { rows, interpolate: true } })) it(law.name, law.check);
  const reason = "a number that names no row is missing for a reason of its own, whatever else is missing";
  for (const law of lawsOf(weightTable, { options: { rows }, skip: [{ law: "missing stays missing", reason }] })) {
    it(`${law.name}, exact`, law.check);
  }

  it("reads a place `by` and a list `of`", () => {
    expect(weightTable({ rows }).inputs).toEqual([{ name: "by" }, { name: "of", many: true }]);
  });

  it("keeps a weight of 0 away from an unbounded input", () => {
    const wide = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
    expect(weightTable({ rows: [[1, 0]] }).range([{ min: 0, max: 0 }, { min: 2, max: 3 }, wide])).toEqual({
      min: 2,
      max: 3,
    });
  });

  it.each([
    [[[1], [0]], "increasing"],
    [[[-1], [0]], "decreasing"],
    [[[0], [0]], "constant"],
    [[[1], [-1]], "unknown"],
  ])("moves with an input as all its weights %j say", (table, expected) => {
    const unit = { min: 0, max: 1 };
    expect(weightTable({ rows: table as number[][] }).trend(1, [unit, unit])).toBe(expected);
  });

  it("counts the rows at the ends of the places alone, and between them with `interpolate`", () => {
    const table = { rows: [[0], [10], [20]] };
    const one = { min: 1, max: 1 };
    expect(weightTable(table).range([{ min: 1, max: 2 }, one])).toEqual({ min: 10, max: 20 });
    expect(weightTable(table).range([{ min: 0, max: 1 }, one])).toEqual({ min: 0, max: 10 });
    const range = weightTable({ ...table, interpolate: true }).range([{ min: 0.5, max: 1.5 }, one]);
    expect(range).toEqual({ min: 5, max: 15 });
    expect(weightTable({ ...table, interpolate: true }).range([{ min: -3, max: 9 }, one])).toEqual({ min: 0, max: 20 });
  });

  it("has no range with a row of another length", () => {
    expect(() => weightTable({ rows: [[1, 2]] }).range([{ min: 0, max: 0 }])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`rows\` to have one number for each of the 0 inputs, got 2.]`,
    );
  });
});
