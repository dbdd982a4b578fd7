import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { lexicographic } from "./lexicographic.ts";

const of = (...rows: readonly (readonly number[])[]): Signal[] => rows.map((row) => fullSignal("rollout", row));

const layout = flatLayout([4]);
/** Success first, then speed. */
const inputs = of([1, 1, 0, 0], [5, 9, 9, 9]);

describe("lexicographic", () => {
  it.each([
    ["wins less losses", {}, [1 / 3, 1, -2 / 3, -2 / 3]],
    ["the place that decides", { give: "level" }, [4 / 3, 4 / 3, 1, 1]],
    ["less of the second factor being better", { signs: [1, -1] }, [1, 1 / 3, -2 / 3, -2 / 3]],
    ["a margin nobody clears at first", { margins: [1, 0] }, [-1, 1 / 3, 1 / 3, 1 / 3]],
    ["a margin of deviations", { margins: [2.1, 1], marginBy: "std" }, [-1, 1 / 3, 1 / 3, 1 / 3]],
    ["margins too wide to decide", { margins: [1, 4] }, [0, 0, 0, 0]],
    ["undecided pairs", { margins: [1, 4], give: "level" }, [0, 0, 0, 0]],
  ] as const)("gives %s (029 §Mechanism, by hand)", (_, options, expected) => {
    const out = lexicographic(options).apply(inputs, layout).values;
    expected.forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 12);
    });
  });

  it("adds up to 0 over a group, and is 0 for a lone rollout", () => {
    const out = lexicographic().apply(of([3, 1, 4, 1, 5], [2, 7, 1, 8, 2]), flatLayout([4, 1])).values;
    expect(out.slice(0, 4).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    expect(out[4]).toBe(0);
  });

  it("does not count a member that lacks a factor", () => {
    const [a, b] = inputs as [Signal, Signal];
    const out = lexicographic().apply([a, { ...b, present: Uint8Array.of(1, 0, 1, 1) }], layout);
    expect([...out.values]).toEqual([1, 0, -0.5, -0.5]);
    expect([...out.present]).toEqual([1, 0, 1, 1]);
  });

  it("knows its range, trend and scope", () => {
    const [unit, wide] = [
      { min: 0, max: 1 },
      { min: 0, max: 9 },
    ];
    expect(lexicographic({ margins: 1 }).range([unit, unit])).toEqual({ min: 0, max: 0 });
    expect(lexicographic({ margins: 1 }).range([unit, wide])).toEqual({ min: -1, max: 1 });
    expect(lexicographic({ margins: 9, marginBy: "std" }).range([unit])).toEqual({ min: -1, max: 1 });
    expect(lexicographic({ give: "level" }).range([unit, wide])).toEqual({ min: 0, max: 2 });
    expect([0, 1].map((index) => lexicographic({ signs: [1, -1] }).trend(index, [unit, wide]))).toEqual([
      "increasing",
      "decreasing",
    ]);
    expect(lexicographic({ marginBy: "std" }).trend(0, [unit])).toBe("unknown");
    expect(lexicographic({ give: "level" }).trend(0, [unit])).toBe("unknown");
    expect([lexicographic().scope, lexicographic({ marginBy: "std" }).scope]).toEqual(["group", "batch"]);
  });

  it("refuses signs and margins of another number", () => {
    expect(() => lexicographic({ signs: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`signs\` to have one number for each of the 2 factors, got 1.]`,
    );
    expect(() => lexicographic({ margins: [1] }).apply(inputs, layout)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`margins\` to have one number for each of the 2 factors, got 1.]`,
    );
  });

  for (const options of [
    {},
    { signs: [1, -1, 1], margins: [0.5, 0, 1] },
    { marginBy: "std", margins: 0.5 },
    { give: "level" },
  ]) {
    for (const law of lawsOf(lexicographic, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }

  it("reads a list of any length, `of`", () => {
    expect(lexicographic().inputs).toEqual([{ name: "of", many: true }]);
  });

  it("counts a margin in deviations of the present values over the batch", () => {
    const factor: Signal = { ...fullSignal("rollout", [0, 6, 3, 99]), present: Uint8Array.of(1, 1, 1, 0) };
    const at = (margins: number): readonly number[] => [
      ...lexicographic({ margins, marginBy: "std" }).apply([factor], layout).values,
    ];
    const deviation = Math.sqrt(6);
    expect(at(2.9 / deviation)).toEqual([-1, 1, 0, 0]);
    expect(at(3.1 / deviation)).toEqual([-0.5, 0.5, 0, 0]);
  });

  it("has a margin of exactly 0 where all present values are equal", () => {
    const factors = of([0.1, 0.1, 0.1, 0.1], [1, 2, 2, 3]);
    const out = lexicographic({ margins: [5, 0], marginBy: "std" }).apply(factors, layout).values;
    expect([...out]).toEqual([-1, 0, 0, 1]);
  });

  it.each([
    ["margins", { margins: [1] }],
    ["signs", { signs: [1] }],
  ] as const)("refuses %s of another number, of its range and trend too", (name, options) => {
    const unit = { min: 0, max: 1 };
    const message = `Expected \`${name}\` to have one number for each of the 2 factors, got 1.`;
    expect(() => lexicographic(options).apply(inputs, layout)).toThrow(message);
    if (name === "margins") expect(() => lexicographic(options).range([unit, unit])).toThrow(message);
    else expect(() => lexicographic(options).trend(0, [unit, unit])).toThrow(message);
  });
});
