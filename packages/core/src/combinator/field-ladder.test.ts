import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { fieldLadder } from "./field-ladder.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));
const gone = (length: number): Signal => ({
  ...fullSignal("rollout", new Array(length).fill(0)),
  present: new Uint8Array(length),
});

/** 129 §Mechanism, a click: the type, whether there is a name, how like the gold one it is. */
const fields = [{ worth: 0.3 }, { worth: 0.2, dependsOn: 0 }, { worth: 1000, threshold: 0.75, dependsOn: 1 }];

describe("fieldLadder", () => {
  it("adds 0.3, 0.2 and 1000 · similarity from 0.75 on (129 §Mechanism)", () => {
    const inputs = of([1, 1, 1, 1, 0], [0, 1, 1, 1, 1], [1, 0.74, 0.75, 1, 1]);
    expect([...fieldLadder({ fields }).apply(inputs, flatLayout([5])).values]).toEqual([0.3, 0.5, 750.5, 1000.5, 0]);
  });

  it("pays the severity only under the right class (171 §Mechanism)", () => {
    const nested = [{ worth: 0.25 }, { worth: 0.75, dependsOn: 0 }];
    expect([...fieldLadder({ fields: nested }).apply(of([1, 1, 0], [1, 0, 1]), flatLayout([3])).values]).toEqual([
      1, 0.25, 0,
    ]);
  });

  it("looks at a field only where the one above counts", () => {
    const [type, name] = of([1, 0], [1, 1]) as [Signal, Signal];
    expect([...fieldLadder({ fields }).apply([type, gone(2), gone(2)], flatLayout([2])).present]).toEqual([0, 1]);
    expect([
      ...fieldLadder({ fields }).apply([type, of([0, 0])[0] as Signal, gone(2)], flatLayout([2])).present,
    ]).toEqual([1, 1]);
    expect([...fieldLadder({ fields }).apply([gone(2), name, name], flatLayout([2])).present]).toEqual([0, 0]);
  });

  it("knows its range, and which fields can count", () => {
    const [unit, sure, low] = [
      { min: 0, max: 1 },
      { min: 1, max: 1 },
      { min: 0, max: 0.7 },
    ];
    const piece = fieldLadder({ fields });
    expect(piece.range([unit, unit, unit])).toEqual({ min: 0, max: 1000.5 });
    expect(piece.range([sure, sure, low])).toEqual({ min: 0.5, max: 0.5 });
    expect(piece.range([sure, unit, sure])).toEqual({ min: 0.3, max: 1000.5 });
    expect([0, 1, 2].map((index) => piece.trend(index, [unit, unit, low]))).toEqual([
      "increasing",
      "increasing",
      "constant",
    ]);
    expect(piece.trend(2, [unit, { min: -1, max: 0 }, unit])).toBe("constant");
    expect(piece.trend(0, [sure, unit, unit])).toBe("constant");
  });

  it("refuses a field before the one it depends on, and fields of another number", () => {
    expect(() => fieldLadder({ fields: [{ worth: 1, dependsOn: 0 }] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`fields\` of \`combinator/field-ladder@1\` to be valid, got [{"worth":1,"dependsOn":0}]: a field can depend on an earlier one only.]`,
    );
    expect(() => fieldLadder({ fields }).apply(of([1], [1]), flatLayout([1]))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`fields\` to have one number for each of the 2 inputs, got 3.]`,
    );
  });

  for (const law of lawsOf(fieldLadder, { options: { fields } })) it(law.name, law.check);

  it("reads a list of any length, `of`", () => {
    expect(fieldLadder({ fields }).inputs).toEqual([{ name: "of", many: true }]);
  });

  it("refuses one field out of order among others", () => {
    expect(() => fieldLadder({ fields: [{ worth: 1 }, { worth: 1, dependsOn: 1 }] })).toThrow(
      "a field can depend on an earlier one only",
    );
  });

  it("has no range with fields of another number", () => {
    expect(() => fieldLadder({ fields }).range([])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`fields\` to have one number for each of the 0 inputs, got 3.]`,
    );
  });

  it("counts a field from its threshold on, its range and trend too", () => {
    const one = fieldLadder({ fields: [{ worth: 2, threshold: 0.5 }] });
    expect([...one.apply(of([0.4, 0.5, 0.6]), flatLayout([3])).values]).toEqual([0, 1, 1.2]);
    expect(one.range([{ min: 0.5, max: 0.5 }])).toEqual({ min: 1, max: 1 });
    expect(one.range([{ min: 0, max: 0.5 }])).toEqual({ min: 0, max: 1 });
    expect(one.trend(0, [{ min: 0, max: 0.5 }])).toBe("increasing");
    expect(one.trend(0, [{ min: 0, max: 0.4 }])).toBe("constant");
  });

  it("has a finite range where an unbounded field is worth nothing", () => {
    const free = fieldLadder({ fields: [{ worth: 0 }, { worth: 1, dependsOn: 0 }] });
    expect(
      free.range([
        { min: 0, max: Number.POSITIVE_INFINITY },
        { min: 0, max: 1 },
      ]),
    ).toEqual({ min: 0, max: 1 });
  });
});
