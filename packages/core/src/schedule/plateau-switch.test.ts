import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { measured, REMEMBERED, statesAfter, valuesOver } from "./courses.test-support.ts";
import { plateauSwitch } from "./plateau-switch.ts";

const layout = flatLayout([2]);
const series = (...means: readonly (number | null)[]) => means.map((mean) => measured([mean, mean]));

describe("plateauSwitch", () => {
  it("raises the replay ratio once the share of active units is flat (119 §Mechanism)", () => {
    const piece = plateauSwitch({ every: 2 });
    const falling = series(0.5, 0.5, 0.4, 0.4, 0.4, 0.4);
    expect(valuesOver(piece, falling, layout)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 2]);
  });

  it("counts a difference of the gap itself as flat, and a larger one not", () => {
    const piece = plateauSwitch({ every: 1, gap: 0.25 });
    expect(valuesOver(piece, series(1, 0.75), layout).at(-1)).toBe(2);
    expect(valuesOver(piece, series(1, 1.25), layout).at(-1)).toBe(2);
    expect(valuesOver(piece, series(1, 0.7), layout).at(-1)).toBe(0.5);
  });

  it("compares whole windows: the mean of each, not its last step", () => {
    const piece = plateauSwitch({ every: 2, gap: 0.01 });
    expect(valuesOver(piece, series(1, 0, 0.5, 0.5), layout).at(-1)).toBe(2);
    expect(valuesOver(piece, series(1, 0.5, 0, 0.5), layout).at(-1)).toBe(0.5);
  });

  it("does not take a dead network for a flat one (119 §Pitfalls)", () => {
    const piece = plateauSwitch({ every: 1, floor: 0.05 });
    expect(valuesOver(piece, series(0.01, 0.01), layout).at(-1)).toBe(0.5);
    expect(valuesOver(piece, series(0.05, 0.05), layout).at(-1)).toBe(2);
  });

  it("waits for its checks (119 §Pitfalls: flat before learning begins)", () => {
    const piece = plateauSwitch({ every: 1, minChecks: 2 });
    expect(valuesOver(piece, series(1, 1, 1), layout)).toEqual([0.5, 0.5, 0.5, 2]);
  });

  it("stays switched, or follows the last check without `oneWay`", () => {
    expect(valuesOver(plateauSwitch({ every: 1 }), series(1, 1, 5), layout).at(-1)).toBe(2);
    const both = plateauSwitch({ every: 1, oneWay: false });
    expect(valuesOver(both, series(1, 1, 5, 5), layout)).toEqual([0.5, 0.5, 2, 0.5, 2]);
  });

  it("leaves steps without values out of the mean, and windows without any out of the comparison", () => {
    const piece = plateauSwitch({ every: 2 });
    expect(valuesOver(piece, series(1, null, null, null, 1, 1), layout).at(-1)).toBe(2);
    expect(statesAfter(piece, series(1, null, null), layout).at(-1)).toEqual({
      sum: 0,
      count: 0,
      steps: 1,
      previous: 1,
      checks: 0,
      on: false,
    });
  });

  it("has the published numbers by default, and knows its range", () => {
    expect(plateauSwitch().options).toEqual({
      low: 0.5,
      high: 2,
      gap: 0.001,
      every: 50,
      minChecks: 1,
      floor: null,
      oneWay: true,
    });
    expect(plateauSwitch({ low: 3 }).range([])).toEqual({ min: 2, max: 3 });
    expect(plateauSwitch().trend(0, [])).toBe("unknown");
  });

  for (const oneWay of [true, false]) {
    for (const law of lawsOf(plateauSwitch, { options: { every: 1, gap: 1, oneWay }, skip: [REMEMBERED] })) {
      it(`${law.name}, ${oneWay ? "one way" : "both ways"}`, law.check);
    }
  }
});
