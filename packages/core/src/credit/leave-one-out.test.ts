import { describe, expect, it } from "vitest";
import { evaluateExpression, parseExpression } from "../expression/index.ts";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { leaveOneOut, leaveOneOutPlan } from "./leave-one-out.ts";

/** v(S) by a function of the members. */
const valueBy =
  (units: number, value: (members: readonly number[]) => number) =>
  (masks: Uint8Array, coalitions: number): number[] =>
    Array.from({ length: coalitions }, (_, c) =>
      value([...masks.subarray(c * units, (c + 1) * units)].flatMap((bit, i) => (bit === 1 ? [i] : []))),
    );

describe("leaveOneOut", () => {
  it.each([
    ["a sum", (s: readonly number[]) => s.reduce((sum, i) => sum + i + 1, 0), [1, 2, 3]],
    ["all needed", (s: readonly number[]) => Number(s.length === 3), [1, 1, 1]],
    ["any enough", (s: readonly number[]) => Number(s.length > 0), [0, 0, 0]],
  ])("takes each unit away from the whole: %s (087: G(z) − G(z_{−i}), by hand)", (_, value, expected) => {
    expect([...leaveOneOut(3, valueBy(3, value))]).toEqual(expected);
  });

  it("asks once, for all units and all but each", () => {
    const { coalitions, masks, units } = leaveOneOutPlan(2);
    expect([units, coalitions, ...masks]).toEqual([2, 3, 1, 1, 0, 1, 1, 0]);
    expect([...leaveOneOut(0, () => [5])]).toEqual([]);
  });

  it("is an expression where the values are terms (008: sensitivity is its size)", () => {
    const signals = new Map([
      ["whole", fullSignal("rollout", [1])],
      ["without", fullSignal("step", [0.25, 2])],
    ]);
    const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 2) };
    const values = (source: string) => [...evaluateExpression(parseExpression(source), signals, layout).values];
    expect(values("whole - without")).toEqual([0.75, -1]);
    expect(values("abs(whole - without)")).toEqual([0.75, 1]);
  });

  it("refuses a number of units that is none, and values of another number or none at all", () => {
    expect(() => leaveOneOutPlan(1.5)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`units\` to be an integer ≥ 0, got 1.5.]`,
    );
    expect(() => leaveOneOutPlan(-1)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`units\` to be an integer ≥ 0, got -1.]`,
    );
    expect(() => leaveOneOut(2, () => [1, 2])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`value\` to give 3 numbers, one for each coalition, got 2.]`,
    );
    expect(() => leaveOneOut(1, () => [1, Number.NaN])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`value\` to give finite numbers, got NaN for coalition 1.]`,
    );
  });
});
