import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { focusRegion } from "./focus-region.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

describe("focusRegion", () => {
  it("pays in full inside, the border's share just outside, nothing at a right angle (053 §Mechanism)", () => {
    const degrees = [0, 9, 11, 60, 90].map((angle) => (angle * Math.PI) / 180);
    const inputs = of(
      degrees.map(Math.cos),
      degrees.map((angle) => Math.max(0, Math.sin(angle))),
    );
    const cosine = Math.cos(Math.PI / 18);
    const out = focusRegion({ goal: [1, 0], cosine, border: 0.2 }).apply(inputs, flatLayout([5])).values;
    const sums = degrees.map((angle) => Math.cos(angle) + Math.sin(angle));
    expect(out[0]).toBeCloseTo(1, 12);
    expect(out[1]).toBeCloseTo(sums[1] as number, 12);
    const factor = (angle: number): number => Math.cos(angle) ** (Math.log(0.2) / Math.log(cosine));
    expect(out[2]).toBeCloseTo((sums[2] as number) * factor(degrees[2] as number), 12);
    expect(out[3]).toBeCloseTo((sums[3] as number) * factor(degrees[3] as number), 12);
    expect(out[4]).toBeCloseTo(0, 12);
  });

  it("leaves exactly the border's share at the border from outside", () => {
    const turned = Math.acos(0.9) + 1e-9;
    const out = focusRegion({ goal: [2, 0], cosine: 0.9, border: 0.25 }).apply(
      of([Math.cos(turned)], [Math.sin(turned)]),
      flatLayout([1]),
    ).values;
    expect(out[0]).toBeCloseTo(0.25 * (Math.cos(turned) + Math.sin(turned)), 6);
  });

  it.each([
    ["no reward", [0, 0], 0],
    ["a reward below 0 beside one above", [-2, 3], 3 * Math.SQRT1_2 ** (Math.log(0.2) / Math.log(0.98))],
    ["rewards below 0", [-2, -3], 0],
    ["equal rewards, as the goal is by default", [4, 4], 8],
    ["huge rewards", [5e307, 5e307], 1e308],
  ])("gives for %s what it should", (_, [a, b], expected) => {
    const out = focusRegion().apply(of([a as number], [b as number]), flatLayout([1])).values[0] as number;
    expect(out / (expected || 1)).toBeCloseTo(expected === 0 ? 0 : 1, 12);
  });

  it("reaches from nothing to the sum of all", () => {
    const ranges = [
      { min: -3, max: 2 },
      { min: 1, max: 5 },
      { min: -2, max: -1 },
    ];
    expect(focusRegion().range(ranges)).toEqual({ min: 0, max: 7 });
    expect(focusRegion().trend(0, ranges)).toBe("unknown");
  });

  it("refuses a goal that is none, and one of another size", () => {
    expect(() => focusRegion({ goal: [0, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`goal\` of \`combinator/focus-region@1\` to be valid, got [0,0]: a goal needs a component other than 0.]`,
    );
    expect(() => focusRegion({ goal: [1] }).apply(of([1], [1]), flatLayout([1]))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`goal\` to have one number for each of the 2 inputs, got 1.]`,
    );
  });

  for (const law of lawsOf(focusRegion)) it(law.name, law.check);
  for (const law of lawsOf(focusRegion, { options: { goal: [1, 0, 2], cosine: 0.5, border: 1 } })) {
    it(`${law.name}, wide`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(focusRegion().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("pays in full at the border itself", () => {
    expect([
      ...focusRegion({ goal: [1, 0], cosine: 0.6, border: 0.25 }).apply(of([3], [4]), flatLayout([1])).values,
    ]).toEqual([7]);
  });

  it("is 0 at a right angle even where the border loses nothing", () => {
    expect([
      ...focusRegion({ goal: [1, 0], cosine: 0.5, border: 1 }).apply(of([0], [4]), flatLayout([1])).values,
    ]).toEqual([0]);
  });
});
