import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { hypervolumeContribution } from "./hypervolume-contribution.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

describe("hypervolumeContribution", () => {
  it("is what each member of a group has for itself (by hand)", () => {
    const inputs = of([2, 1, 1, 4], [1, 3, 1, 5]);
    expect([...hypervolumeContribution().apply(inputs, flatLayout([3, 1])).values]).toEqual([1, 2, 0, 20]);
    expect([...hypervolumeContribution({ over: "batch" }).apply(inputs, flatLayout([3, 1])).values]).toEqual(
      [0, 0, 0, 12].map((value, i) => (i === 3 ? 20 - 4 : value)),
    );
  });

  it("measures from the reference, and turns what is to be small", () => {
    const inputs = of([3, 5], [2, 1]);
    const piece = hypervolumeContribution({ reference: [1, 4], minimise: [1] });
    expect([...piece.apply(inputs, flatLayout([2])).values]).toEqual([0, 8]);
  });

  it("leaves out a member that lacks a signal", () => {
    const [a, b] = of([2, 1], [2, 1]) as [Signal, Signal];
    const out = hypervolumeContribution().apply([{ ...a, present: Uint8Array.of(0, 1) }, b], flatLayout([2]));
    expect([[...out.values], [...out.present]]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it("knows its range, trend and scope", () => {
    const [a, b] = [
      { min: -1, max: 3 },
      { min: 0, max: 2 },
    ];
    expect(hypervolumeContribution().range([a, b])).toEqual({ min: 0, max: 6 });
    expect(hypervolumeContribution({ reference: [1, 2], minimise: [1] }).range([a, b])).toEqual({ min: 0, max: 4 });
    expect(hypervolumeContribution({ reference: 2 }).range([a, b])).toEqual({ min: 0, max: 0 });
    expect([0, 1].map((index) => hypervolumeContribution({ minimise: [1] }).trend(index, [a, b]))).toEqual([
      "increasing",
      "decreasing",
    ]);
    expect(hypervolumeContribution({ over: "batch" }).scope).toBe("batch");
  });

  it("refuses a reference of another size", () => {
    expect(() =>
      hypervolumeContribution({ reference: [1] }).apply(of([1], [1]), flatLayout([1])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`reference\` to have one number for each of the 2 signals, got 1.]`,
    );
  });

  for (const [options, inputCount] of [
    [{ reference: -2 }, 3],
    [{ reference: [-1, 2], minimise: [1], over: "batch" }, 2],
    [{ reference: -3 }, 4],
  ] as const) {
    for (const law of lawsOf(hypervolumeContribution, { options, inputCount }))
      it(`${law.name}, ${inputCount}`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(hypervolumeContribution().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("has no range with a reference of another size", () => {
    expect(() => hypervolumeContribution({ reference: [0] }).range([])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`reference\` to have one number for each of the 0 signals, got 1.]`,
    );
  });

  it("refuses a reference of another size", () => {
    expect(() =>
      hypervolumeContribution({ reference: [0, 0] }).apply([fullSignal("rollout", [1])], flatLayout([1])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`reference\` to have one number for each of the 1 signals, got 2.]`,
    );
  });
});
