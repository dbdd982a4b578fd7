import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { strata } from "./strata.ts";

const handedOut = (values: readonly number[], sizes: readonly number[], order?: "cycle") => [
  ...strata({ values, order }).apply([], flatLayout(sizes)).values,
];

describe("strata", () => {
  it("splits 16 rollouts over four budgets (137 §Mechanism)", () => {
    const each = [512, 1024, 2048, 2560].flatMap((budget) => [budget, budget, budget, budget]);
    expect(handedOut([512, 1024, 2048, 2560], [16, 16])).toEqual([...each, ...each]);
  });

  it.each([
    [[1, 2], [5], undefined, [1, 1, 1, 2, 2]],
    [[1, 2], [5], "cycle", [1, 2, 1, 2, 1]],
    [[1, 2, 3], [2, 1], undefined, [1, 2, 1]],
    [[7], [3], undefined, [7, 7, 7]],
    [[1, 2], [], undefined, []],
  ] as const)("hands %j out to groups of %j, order %s", (values, sizes, order, expected) => {
    expect(handedOut(values, sizes, order)).toEqual(expected);
  });

  it("knows its range, and that nothing moves it", () => {
    expect(strata({ values: [3, -1, 2] }).range([])).toEqual({ min: -1, max: 3 });
    expect(strata({ values: [3] }).trend(0, [])).toBe("constant");
    expect(strata({ values: [3] }).options).toEqual({ values: [3], order: "blocks" });
  });

  it("refuses an empty list", () => {
    expect(() => strata({ values: [] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` of \`sampler/strata@1\` to be valid, got []: Too small: expected array to have >=1 items.]`,
    );
  });

  const skip = [
    { law: "follows its rollouts", reason: "the value belongs to the place in the group, not to a rollout" },
  ];
  for (const order of ["blocks", "cycle"]) {
    for (const law of lawsOf(strata, { options: { values: [1, 2, 3], order }, skip }))
      it(`${law.name}, ${order}`, law.check);
  }
});
