import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { argmax } from "./argmax.ts";

const places = (rows: readonly (readonly number[])[], options: Parameters<typeof argmax>[0] = {}) => [
  ...argmax(options).apply(
    rows.map((row) => fullSignal("rollout", row)),
    flatLayout([rows[0]?.length ?? 0]),
  ).values,
];

describe("argmax", () => {
  it("names the model of the greatest utility (013 §Mechanism, by hand)", () => {
    const [quality, cost, lambda] = [[0.7, 0.8, 0.75], [1, 5, 2], 0.02];
    expect(places(quality.map((q, k) => [q - lambda * (cost[k] as number)]))).toEqual([2]);
    expect(places(quality.map((q, k) => [q - 0.001 * (cost[k] as number)]))).toEqual([1]);
  });

  it("names the first of equals, or the least when asked", () => {
    expect(
      places([
        [1, 2, -0],
        [1, 3, 0],
        [1, 3, 1e308],
      ]),
    ).toEqual([0, 1, 2]);
    expect(
      places(
        [
          [1, 2],
          [1, 1],
          [0, 3],
        ],
        { take: "least" },
      ),
    ).toEqual([2, 1]);
    expect(places([[5]])).toEqual([0]);
    expect(places([[]])).toEqual([]);
  });

  it("knows range, trend, inputs and defaults", () => {
    const [low, mid, high] = [
      { min: 0, max: 1 },
      { min: 1, max: 3 },
      { min: 4, max: 5 },
    ];
    expect(argmax().range([low, mid, low])).toEqual({ min: 0, max: 2 });
    expect(argmax().range([low, mid, { min: 0, max: 0.5 }])).toEqual({ min: 0, max: 1 });
    expect(argmax().range([low, high, mid])).toEqual({ min: 1, max: 1 });
    expect(argmax({ take: "least" }).range([high, low, mid])).toEqual({ min: 1, max: 2 });
    expect([argmax().trend(0, [low, mid]), argmax().trend(0, [low, high])]).toEqual(["unknown", "constant"]);
    expect([argmax().inputs, argmax().options]).toEqual([[{ name: "of", many: true }], { take: "greatest" }]);
  });

  it("says what is wrong with its inputs", () => {
    expect(() => argmax().apply([], flatLayout([0]))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list signals of one length, got [].]`,
    );
    expect(() => places([[1], [1, 2]])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to list signals of one length, got [1, 2].]`,
    );
  });

  for (const take of ["greatest", "least"]) {
    for (const law of lawsOf(argmax, { options: { take } })) it(`${law.name}, ${take}`, law.check);
  }
});
