import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Interval, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { gatedAccumulate } from "./gated-accumulate.ts";
import { weightedSum } from "./weighted-sum.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));
const gone = (length: number): Signal => ({
  ...fullSignal("rollout", new Array(length).fill(0)),
  present: new Uint8Array(length),
});

const layout = flatLayout([4]);
/** Outcome of the ladder of 012, a step reward and a format reward. */
const inputs = of([-1, 0.5, 1, 1], [0.4, 0.4, -0.4, 0.4], [0.1, -0.1, 0.1, 0.1]);

describe("gatedAccumulate", () => {
  it.each([
    ["all higher gates", { gates: [0.5, 0] }, [-1, 0.8, 0.6, 1.5]],
    ["the outcome's gate alone", { gates: 0.5, gateFrom: "outcome" }, [-1, 0.8, 0.7, 1.5]],
    ["a strict gate", { gates: 0.5, gateFrom: "outcome", comparator: ">" }, [-1, 0.5, 0.7, 1.5]],
    ["gates that let bad news through", { gates: [1, 0], keepNegative: true }, [-1, 0.4, 0.6, 1.5]],
    ["weights", { gates: 0.5, gateFrom: "outcome", weights: [1, 10, 0] }, [-1, 4.5, -3, 5]],
    ["the rest alone", { gates: [0.5, 0], keepOutcome: false }, [0, 0.3, -0.4, 0.5]],
  ] as const)("masks by %s (012 §Mechanism, by hand)", (_, options, expected) => {
    const out = gatedAccumulate(options).apply(inputs, layout).values;
    expected.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("is direct accumulation when no gate closes (identity)", () => {
    const out = gatedAccumulate({ gates: -9 }).apply(inputs, layout).values;
    expect([...out]).toEqual([...weightedSum().apply(inputs, layout).values]);
  });

  it("pays the process after a full outcome alone (184 §Mechanism), at gate 1 by default", () => {
    expect([...gatedAccumulate().apply(of([1, 0.99], [0.7, 0.7]), flatLayout([2])).values]).toEqual([1.7, 0.99]);
  });

  it("adds a ladder of shares while the one before is above 0 (134 §Mechanism)", () => {
    const rungs = of([1, 1, 0, 1], [0.5, 0, 1, 1], [1, 1, 1, 1]);
    const out = gatedAccumulate({ gates: 0, comparator: ">", weights: [0.1, 0.2, 0.7] }).apply(rungs, layout).values;
    [0.9, 0.1, 0, 1].forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("does not look behind a closed gate, unless bad news may come from there", () => {
    const [outcome, step] = inputs as [Signal, Signal];
    const gates = [0.5, 0];
    expect([...gatedAccumulate({ gates }).apply([outcome, step, gone(4)], layout).present]).toEqual([1, 0, 1, 0]);
    const kept = gatedAccumulate({ gates, keepNegative: true }).apply([outcome, step, gone(4)], layout);
    expect([...kept.present]).toEqual([0, 0, 0, 0]);
    expect([...gatedAccumulate({ gates }).apply([gone(4), step, step], layout).present]).toEqual([0, 0, 0, 0]);
  });

  it("masks step rewards by the outcome of their rollout", () => {
    const steps = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 2, 3) };
    const [outcome, reward] = [fullSignal("step", [1, 1, 0]), fullSignal("step", [0.1, -0.1, 0.1])];
    const out = gatedAccumulate({ keepOutcome: false }).apply([outcome, reward], steps);
    expect([out.level, ...out.values]).toEqual(["step", 0.1, -0.1, 0]);
  });

  it("knows its range and trend", () => {
    const [unit, both, up] = [
      { min: 0, max: 1 },
      { min: -1, max: 2 },
      { min: 0, max: 2 },
    ];
    const range = (options: object, ...list: Interval[]): Interval => gatedAccumulate(options).range(list);
    expect(range({}, unit, both)).toEqual({ min: -1, max: 3 });
    expect(range({ gates: 2 }, unit, both)).toEqual({ min: 0, max: 1 });
    expect(range({ gates: 2, keepNegative: true }, unit, both)).toEqual({ min: -1, max: 1 });
    expect(range({ gates: 0 }, unit, up)).toEqual({ min: 0, max: 3 });
    expect(range({ gates: 0, comparator: ">" }, { min: 0, max: 0 }, up)).toEqual({ min: 0, max: 0 });
    expect(range({ keepOutcome: false, weights: 3 }, unit, both)).toEqual({ min: -3, max: 6 });
    const trend = (options: object, index: number, ...list: Interval[]): string =>
      gatedAccumulate(options).trend(index, list);
    expect(trend({}, 0, unit, both)).toBe("unknown");
    expect(trend({}, 0, unit, up)).toBe("increasing");
    expect(trend({ keepNegative: true }, 0, unit, both)).toBe("increasing");
    expect(trend({ gates: 0 }, 0, unit, both)).toBe("increasing");
    expect(trend({ gates: 2, keepOutcome: false }, 0, unit, both)).toBe("constant");
    expect(trend({ keepOutcome: false }, 0, unit, up)).toBe("increasing");
    expect(trend({ gates: 2 }, 1, unit, both)).toBe("constant");
    expect(trend({ gates: 2, keepNegative: true }, 1, unit, both)).toBe("increasing");
    expect(trend({ weights: [1, 0] }, 1, unit, both)).toBe("constant");
    expect(trend({}, 1, unit, both)).toBe("increasing");
  });

  it("refuses gates and weights of another number", () => {
    expect(() => gatedAccumulate({ gates: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gates\` to have one number for each of the 2 signals but the last, got 1.]`,
    );
    expect(() =>
      gatedAccumulate({ gates: [1, 1], gateFrom: "outcome" }).apply(inputs, layout),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`gates\` to have one number for each of the 1 outcomes, got 2.]`,
    );
    expect(() => gatedAccumulate({ weights: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`weights\` to have one number for each of the 3 inputs, got 1.]`,
    );
  });

  for (const options of [
    {},
    { gateFrom: "outcome", gates: 0.5, comparator: ">", weights: [1, 2, 0], keepOutcome: false },
    { keepNegative: true, gates: [0, 1], weights: [0.5, 1, 2] },
  ]) {
    for (const law of lawsOf(gatedAccumulate, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(gatedAccumulate().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("is constant in a single value, and in what can neither open a gate nor add", () => {
    const [unit, one, low] = [
      { min: 0, max: 1 },
      { min: 1, max: 1 },
      { min: -1, max: 0 },
    ];
    const trend = (options: object, index: number, ...list: Interval[]): string =>
      gatedAccumulate(options).trend(index, list);
    expect(trend({}, 0, one, unit)).toBe("constant");
    expect(trend({}, 1, one, { min: 3, max: 3 })).toBe("constant");
    expect(trend({ keepOutcome: false }, 0, unit, { min: 0, max: 0 })).toBe("constant");
    expect(trend({ keepOutcome: false, gates: 0 }, 0, unit, unit)).toBe("constant");
    expect(trend({ keepOutcome: false, gates: [1, 1] }, 0, unit, { min: 0, max: 0 }, unit)).toBe("constant");
    expect(trend({ keepOutcome: false, gates: [1, 0] }, 0, unit, { min: 0, max: 0 }, unit)).toBe("increasing");
    expect(trend({ gates: 2, keepNegative: true }, 1, unit, unit)).toBe("constant");
    expect(trend({ gates: 2, keepNegative: true }, 1, unit, { min: -1, max: 0 })).toBe("increasing");
    expect(trend({ gates: 2, keepNegative: true }, 1, unit, { min: -1, max: -1 })).toBe("constant");
    expect(trend({ keepOutcome: false, gates: [1, 0], weights: [5, 0, 0] }, 0, unit, low, unit)).toBe("constant");
    expect(trend({ keepOutcome: false, gates: [0, 1] }, 1, unit, unit, unit)).toBe("increasing");
  });

  it("has a finite range where an unbounded signal has no weight", () => {
    const wide = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
    expect(gatedAccumulate({ weights: [1, 0] }).range([{ min: 0, max: 1 }, wide])).toEqual({ min: 0, max: 1 });
    expect(gatedAccumulate({ keepOutcome: false }).range([wide, { min: 0, max: 1 }])).toEqual({ min: 0, max: 1 });
  });

  it("lets a signal that gates nothing pass however low it can be, with a strict gate too", () => {
    const ranges = [
      { min: 1.5, max: 2 },
      { min: Number.NEGATIVE_INFINITY, max: 0 },
      { min: 1, max: 1 },
    ];
    const piece = gatedAccumulate({ gateFrom: "outcome", comparator: ">", weights: [1, 0, 1] });
    expect(piece.range(ranges)).toEqual({ min: 2.5, max: 3 });
  });
});
