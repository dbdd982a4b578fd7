import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Interval, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { failLadder } from "./fail-ladder.ts";
import { gate } from "./gate.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));
const gone = (length: number): Signal => ({
  ...fullSignal("rollout", new Array(length).fill(0)),
  present: new Uint8Array(length),
});

const layout = flatLayout([4]);

describe("failLadder", () => {
  it("pays −2, −1 or the quality (093 §Mechanism), and nothing below the first failure is looked at", () => {
    const [quality, parsed, ran] = of([0.4, 0.5, 0.6, 0.7], [0, 1, 1, 1], [1, 0, 1, 1]) as [Signal, Signal, Signal];
    const piece = failLadder({ values: [-2, -1] });
    expect([...piece.apply([quality, parsed, ran], layout).values]).toEqual([-2, -1, 0.6, 0.7]);
    expect([...piece.apply([gone(4), parsed, ran], layout).present]).toEqual([1, 1, 0, 0]);
    expect([...piece.apply([quality, parsed, gone(4)], layout).present]).toEqual([1, 0, 0, 0]);
  });

  it("fails a check at its threshold", () => {
    const piece = failLadder({ values: [-2, -1], thresholds: [0.5, 2] });
    expect([...piece.apply(of([9, 9, 9, 9], [0.5, 0.6, 0.6, 0.4], [3, 2, 3, 0]), layout).values]).toEqual([
      -2, -1, 9, -2,
    ]);
  });

  it("is the gate with one check (identity), with −1 and 0 by default", () => {
    const inputs = of([1, 2, 3, 4], [-1, 0, 1, 2]);
    const twin = gate({ floor: -1 }).apply(inputs, layout).values;
    expect([...failLadder().apply(inputs, layout).values]).toEqual([...twin]);
  });

  it("knows what can come out", () => {
    const [of01, open, shut, any] = [
      { min: 0, max: 1 },
      { min: 1, max: 2 },
      { min: -1, max: 0 },
      { min: -1, max: 1 },
    ];
    const piece = failLadder({ values: [-2, 5] });
    expect(piece.range([of01, open, open])).toEqual(of01);
    expect(piece.range([of01, any, open])).toEqual({ min: -2, max: 1 });
    expect(piece.range([of01, shut, any])).toEqual({ min: -2, max: -2 });
    expect(piece.range([of01, open, shut])).toEqual({ min: 5, max: 5 });
    const trend = (index: number, a: Interval, b: Interval): string => piece.trend(index, [of01, a, b]);
    expect([trend(0, any, any), trend(0, any, shut), trend(1, any, any), trend(2, any, any)]).toEqual([
      "increasing",
      "constant",
      "increasing",
      "decreasing",
    ]);
    expect([trend(1, open, any), trend(1, shut, any), trend(2, shut, any), trend(2, any, open)]).toEqual([
      "constant",
      "constant",
      "constant",
      "constant",
    ]);
    expect(failLadder({ values: 0.5 }).trend(1, [of01, any])).toBe("unknown");
    expect(failLadder({ values: 1 }).trend(1, [{ min: 1, max: 1 }, any])).toBe("constant");
  });

  it("refuses values of another length", () => {
    expect(() =>
      failLadder({ values: [1, 2] }).apply(of([1], [1]), flatLayout([1])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` to have one number for each of the 1 checks, got 2.]`,
    );
  });

  for (const law of lawsOf(failLadder)) it(law.name, law.check);
  for (const law of lawsOf(failLadder, { options: { values: [-2, -1, 0.5], thresholds: [0, 1, -1] } })) {
    it(`${law.name}, three checks`, law.check);
  }

  it("reads a value `of` and a list of checks, `pass`", () => {
    expect(failLadder().inputs).toEqual([{ name: "of" }, { name: "pass", many: true }]);
  });

  it("refuses thresholds of another length", () => {
    expect(() =>
      failLadder({ thresholds: [1, 2] }).apply(of([1], [1]), flatLayout([1])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`thresholds\` to have one number for each of the 1 checks, got 2.]`,
    );
  });

  it.each([
    [
      "one that can only pass",
      1,
      [
        { min: 0, max: 1 },
        { min: 0.1, max: 1 },
        { min: -1, max: 1 },
      ],
      "constant",
    ],
    [
      "one at its threshold or above",
      1,
      [
        { min: 0, max: 1 },
        { min: 0, max: 1 },
        { min: 1, max: 1 },
      ],
      "increasing",
    ],
    [
      "one behind a check that always fails",
      2,
      [
        { min: 0, max: 1 },
        { min: -1, max: 0 },
        { min: -1, max: 1 },
      ],
      "constant",
    ],
    [
      "one before a check that always fails",
      1,
      [
        { min: 0, max: 1 },
        { min: -1, max: 1 },
        { min: -1, max: 0 },
      ],
      "increasing",
    ],
    [
      "one whose failure is worth what the next one's is at least",
      1,
      [
        { min: -2, max: 1 },
        { min: -1, max: 1 },
        { min: -1, max: 1 },
      ],
      "increasing",
    ],
    [
      "one whose failure is worth the most that is left",
      2,
      [
        { min: -3, max: -1 },
        { min: 1, max: 1 },
        { min: -1, max: 1 },
      ],
      "decreasing",
    ],
    [
      "one whose failure is worth the least that is left",
      2,
      [
        { min: -1, max: 0 },
        { min: 1, max: 1 },
        { min: -1, max: 1 },
      ],
      "increasing",
    ],
    [
      "one whose failure is worth all that is left",
      2,
      [
        { min: -1, max: -1 },
        { min: 1, max: 1 },
        { min: -1, max: 1 },
      ],
      "constant",
    ],
  ] as const)("knows the trend of %s", (_, index, ranges, expected) => {
    expect(failLadder({ values: [-2, -1] }).trend(index, ranges)).toBe(expected);
  });

  it("weighs a failure against what comes after its check alone", () => {
    const any = { min: -1, max: 1 };
    const ladder = failLadder({ values: [-9, -1, 5], thresholds: [0, 0.5, -2] });
    expect([1, 2, 3].map((index) => ladder.trend(index, [{ min: 0, max: 1 }, any, any, any]))).toEqual([
      "increasing",
      "increasing",
      "constant",
    ]);
    expect(failLadder({ values: [0, 5] }).trend(2, [{ min: 6, max: 7 }, any, any])).toBe("increasing");
  });
});
