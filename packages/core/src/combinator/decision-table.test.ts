import { describe, expect, it } from "vitest";
import { failed, flatLayout, fullSignal, outcomeAt, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { decisionTable } from "./decision-table.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

describe("decisionTable", () => {
  it("pays thinking and answering by mode and verdict (105 §Mechanism)", () => {
    const out = decisionTable({
      values: [
        [-1, 2],
        [0, 1],
      ],
    }).apply(of([1, 1, 0, 0], [1, 0, 1, 0]), flatLayout([4]));
    expect([...out.values]).toEqual([1, 0, 2, -1]);
  });

  it("makes yes pay from (1 + a) / (2 + a + b) on (073 §Mechanism)", () => {
    const [a, b] = [4, 0.5];
    const piece = decisionTable({
      values: [
        [1, -a],
        [-b, 1],
      ],
    });
    const worth = (decision: number, p: number): number => {
      const [no, yes] = piece.apply(of([0, 1], [decision, decision]), flatLayout([2])).values;
      return (1 - p) * (no as number) + p * (yes as number);
    };
    const from = (1 + a) / (2 + a + b);
    expect(worth(1, from)).toBeCloseTo(worth(0, from), 12);
    expect(worth(1, from + 0.01)).toBeGreaterThan(worth(0, from + 0.01));
  });

  it("fails for what is no place, and is missing with its inputs", () => {
    const piece = decisionTable({ values: [[1, 2, 3]] });
    const out = piece.apply(of([0, 1, 0, 0], [2, 0, 3, 0.5]), flatLayout([4]));
    expect([0, 1, 2, 3].map((i) => outcomeAt(out, i))).toEqual([
      { kind: "scored", value: 3 },
      failed("engine", "Expected a place from 0 to 0, got 1."),
      failed("engine", "Expected a place from 0 to 2, got 3."),
      failed("engine", "Expected a place from 0 to 2, got 0.5."),
    ]);
  });

  it("knows its range from the cases that can be", () => {
    const [unit, one] = [
      { min: 0, max: 1 },
      { min: 1, max: 1 },
    ];
    const piece = decisionTable({
      values: [
        [1, -2],
        [3, 4],
      ],
    });
    expect(piece.range([unit, unit])).toEqual({ min: -2, max: 4 });
    expect(piece.range([one, unit])).toEqual({ min: 3, max: 4 });
    expect([piece.trend(0, [unit, unit]), piece.trend(0, [one, one])]).toEqual(["unknown", "constant"]);
  });

  it("refuses rows of different lengths", () => {
    expect(() => decisionTable({ values: [[1, 2], [3]] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` of \`combinator/decision-table@1\` to be valid, got [[1,2],[3]]: every row must have as many values as the first.]`,
    );
  });

  const inputRanges = [
    { min: 0, max: 1 },
    { min: 0, max: 1 },
  ];
  for (const law of lawsOf(decisionTable, {
    options: {
      values: [
        [1, 2],
        [3, -4],
      ],
    },
    inputRanges,
  }))
    it(law.name, law.check);

  it("reads a `row` and a `column`", () => {
    expect(decisionTable({ values: [[1]] }).inputs).toEqual([{ name: "row" }, { name: "column" }]);
  });

  it.each([
    ["the first column", { min: 0, max: 0 }, { min: 1, max: 4 }],
    ["columns up to the second", { min: -9, max: 1 }, { min: 1, max: 5 }],
    ["columns from the second on", { min: 1, max: 9 }, { min: 2, max: 6 }],
    ["columns between the first and the third", { min: 0.5, max: 1.5 }, { min: 2, max: 5 }],
  ])("counts the cases of %s alone", (_, column, expected) => {
    const piece = decisionTable({
      values: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    });
    expect(piece.range([{ min: 0, max: 1 }, column])).toEqual(expected);
    expect(piece.range([{ min: 0, max: 0.5 }, column]).max).toBeLessThan(4);
  });

  it("is missing, not looked up, where its row or its column is", () => {
    const [row, column] = of([0, 0, 7], [0, 0, 0]) as [Signal, Signal];
    const mask = (signal: Signal, ...present: number[]): Signal => ({ ...signal, present: Uint8Array.from(present) });
    const out = decisionTable({ values: [[3]] }).apply([mask(row, 0, 1, 1), mask(column, 1, 0, 0)], flatLayout([3]));
    expect([...out.present, ...out.values]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
