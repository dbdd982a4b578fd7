import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { measured, REMEMBERED, statesAfter, valuesOver } from "./courses.test-support.ts";
import { stages } from "./stages.ts";

const layout = flatLayout([2]);
const rates = (...means: readonly (number | null)[]) => means.map((mean) => measured([mean, mean]));

describe("stages", () => {
  it("goes on when the success rate is reached, at the threshold itself too (by hand)", () => {
    const piece = stages({ values: [10, 20, 30], thresholds: [0.5, 0.75] });
    expect(valuesOver(piece, rates(0.25, 0.5, 0.5, 0.75, 0), layout)).toEqual([10, 10, 20, 20, 30, 30]);
  });

  it("goes on below a threshold", () => {
    const piece = stages({ values: [0, 1], thresholds: 0.5, direction: "below" });
    expect(valuesOver(piece, rates(0.6, 0.5), layout)).toEqual([0, 0, 1]);
  });

  it("wants the threshold held in a row, and a stage to last", () => {
    const patient = stages({ values: [0, 1], thresholds: 0.5, patience: 2 });
    expect(valuesOver(patient, rates(1, 0, 1, null, 1), layout)).toEqual([0, 0, 0, 0, 0, 1]);
    const slow = stages({ values: [0, 1, 2], thresholds: 0.5, minSteps: 3 });
    expect(valuesOver(slow, rates(1, 1, 1, 1, 1, 1), layout)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  });

  it("goes on after its most steps whatever the rate, even without one (176 §Pitfalls)", () => {
    const piece = stages({ values: [0, 1, 2], thresholds: 0.9, maxSteps: 2 });
    expect(valuesOver(piece, rates(0, 0, null, null, 0), layout)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("waits for ever by default where the threshold is never met, and never goes back", () => {
    expect(
      valuesOver(stages({ values: [0, 1], thresholds: 0.9 }), rates(...new Array(50).fill(0.8)), layout).at(-1),
    ).toBe(0);
    const last = statesAfter(stages({ values: [0, 1], thresholds: 0.5 }), rates(1, 0, 1), layout);
    expect(last.slice(1)).toEqual([
      { stage: 1, steps: 0, held: 0 },
      { stage: 1, steps: 0, held: 0 },
    ]);
  });

  it("counts the rollouts that `among` names", () => {
    const piece = stages({ values: [0, 1], thresholds: 0.5 });
    expect(valuesOver(piece, [measured([1, 0], [1, 0])], layout)).toEqual([0, 1]);
    expect(valuesOver(piece, [measured([1, 0], [0, 1])], layout)).toEqual([0, 0]);
  });

  it("knows its range, and refuses thresholds of another number", () => {
    expect(stages({ values: [3, -1, 2], thresholds: 0 }).range([])).toEqual({ min: -1, max: 3 });
    expect(stages({ values: [3, -1, 2], thresholds: 0 }).trend(0, [])).toBe("unknown");
    expect(stages({ values: [0, 1], thresholds: 0 }).options).toEqual({
      values: [0, 1],
      thresholds: 0,
      direction: "above",
      patience: 1,
      minSteps: 0,
      maxSteps: null,
    });
    expect(() => stages({ values: [1, 2], thresholds: [0.5, 0.5] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`thresholds\` of \`schedule/stages@1\` to be valid, got [0.5,0.5]: needs one number, or one for each stage but the last.]`,
    );
    expect(() => stages({ values: [1], thresholds: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` of \`schedule/stages@1\` to be valid, got [1]: Too small: expected array to have >=2 items.]`,
    );
  });

  for (const law of lawsOf(stages, {
    options: { values: [0, 1, 5], thresholds: [0.1, 0.3], patience: 2, maxSteps: 3 },
    skip: [REMEMBERED],
  })) {
    it(law.name, law.check);
  }
});
