import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { signCompose } from "./sign-compose.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

describe("signCompose", () => {
  it("is sgn(sparse) + 0.1 · sgn(dense) (153 §Mechanism)", () => {
    const out = signCompose().apply(of([0, 900, -3, 0], [7, -0.01, 0, -0]), flatLayout([4])).values;
    expect([...out]).toEqual([0.1, 0.9, -1, 0]);
  });

  it("counts the value itself at `raw` places", () => {
    expect([...signCompose({ scales: 2, raw: [1] }).apply(of([5], [-0.25]), flatLayout([1])).values]).toEqual([1.5]);
  });

  it("knows its range, and that a sign that cannot change moves nothing", () => {
    const [both, up] = [
      { min: -5, max: 3 },
      { min: 1, max: 9 },
    ];
    expect(signCompose().range([both, up])).toEqual({ min: -0.9, max: 1.1 });
    expect(signCompose({ raw: [0] }).range([both, up])).toEqual({ min: -4.9, max: 3.1 });
    expect([signCompose().trend(0, [both, up]), signCompose().trend(1, [both, up])]).toEqual([
      "increasing",
      "constant",
    ]);
    expect(signCompose({ raw: [1] }).trend(1, [both, up])).toBe("increasing");
    expect(signCompose({ scales: [0, 1] }).trend(0, [both, up])).toBe("constant");
  });

  it("refuses scales of another length", () => {
    expect(() => signCompose().apply(of([1]), flatLayout([1]))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`scales\` to have one number for each of the 1 inputs, got 2.]`,
    );
  });

  for (const law of lawsOf(signCompose, { inputCount: 2 })) it(law.name, law.check);
  for (const law of lawsOf(signCompose, { options: { scales: [1, 0.1, 0], raw: [1] } }))
    it(`${law.name}, raw`, law.check);

  it("reads a list of any length, `of`", () => {
    expect(signCompose().inputs).toEqual([{ name: "of", many: true }]);
  });

  it.each([
    ["at 0 at most", { min: -1, max: 0 }, "increasing"],
    ["at 0 at least", { min: 0, max: 1 }, "increasing"],
    ["above 0", { min: 1, max: 2 }, "constant"],
    ["0", { min: 0, max: 0 }, "constant"],
  ])("moves with an input that is %s", (_, range, expected) => {
    expect(signCompose({ scales: 1 }).trend(0, [range])).toBe(expected);
    expect(signCompose({ scales: 0, raw: [0] }).trend(0, [range])).toBe("constant");
  });

  it("keeps a scale of 0 away from an unbounded input", () => {
    const wide = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
    expect(signCompose({ scales: [0, 2], raw: [0] }).range([wide, { min: -3, max: 3 }])).toEqual({ min: -2, max: 2 });
  });
});
