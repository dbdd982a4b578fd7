import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { quantise } from "./quantise.ts";

const zoned = (options: Parameters<typeof quantise>[0], values: readonly number[]): number[] => [
  ...quantise(options).apply([fullSignal("rollout", values)], flatLayout([values.length])).values,
];

describe("quantise", () => {
  it("cuts at 0.25, 0.5, 0.75 into 0, ⅓, ⅔, 1 (031)", () => {
    expect(zoned({}, [-1, 0.24, 0.25, 0.5, 0.75, 2])).toEqual([0, 0, 1 / 3, 2 / 3, 1, 1]);
    expect(quantise().options).toEqual({ zones: 4, values: "linear", inclusive: true });
  });

  it("amplifies upper zones with convex values (by hand)", () => {
    expect(zoned({ zones: 3, values: "convex" }, [0, 0.5, 0.9])).toEqual([0, 0.25, 1]);
  });

  it("is ⌈K s⌉ / K with edges from 0 on and values on an edge below (031, twin)", () => {
    const scores = Array.from({ length: 101 }, (_, i) => i / 100);
    const options = { edges: [0, 0.25, 0.5, 0.75], inclusive: false } as const;
    expect(zoned(options, scores)).toEqual(scores.map((s) => Math.ceil(4 * s) / 4));
  });

  it("takes any list of values", () => {
    expect(zoned({ edges: [1, 3], values: [5, -1, 2] }, [0, 1, 2, 3])).toEqual([5, -1, -1, 2]);
  });

  it.each([
    [{ min: 0, max: 1 }, { min: 0, max: 1 }, "increasing"],
    [{ min: 0.3, max: 0.4 }, { min: 1 / 3, max: 1 / 3 }, "constant"],
    [UNBOUNDED, { min: 0, max: 1 }, "increasing"],
  ] as const)("knows range and trend for values in %j", (of, range, trend) => {
    expect(quantise().range([of])).toEqual(range);
    expect(quantise().trend(0, [of])).toBe(trend);
  });

  it("knows range and trend where values do not rise", () => {
    const piece = quantise({ edges: [1, 3], values: [5, -1, 2] });
    expect(piece.range([{ min: 0, max: 9 }])).toEqual({ min: -1, max: 5 });
    expect(piece.trend(0, [{ min: 0, max: 9 }])).toBe("unknown");
  });

  it("refuses edges that do not rise and lists that do not fit", () => {
    expect(() => quantise({ edges: [1, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`edges\` of \`shaper/quantise@1\` to be valid, got [1,1]: edges must rise.]`,
    );
    expect(() => quantise({ edges: [1], values: [1, 2, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` of \`shaper/quantise@1\` to be valid, got [1,2,3]: there must be one value for each zone, one more than edges.]`,
    );
    expect(() => quantise({ zones: 2, values: [1] })).toThrow("one more than edges");
    expect(() => quantise({ zones: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`zones\` of \`shaper/quantise@1\` to be valid, got 1: Too small: expected number to be >=2.]`,
    );
  });

  for (const options of [{}, { edges: [-1, 0, 2], values: [3, 0, 1, -2], inclusive: false }, { values: "convex" }]) {
    for (const law of lawsOf(quantise, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
