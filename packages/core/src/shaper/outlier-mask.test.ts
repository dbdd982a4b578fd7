import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { outlierMask } from "./outlier-mask.ts";
import { standardise } from "./standardise.ts";

const masked = (options: Parameters<typeof outlierMask>[0], values: readonly number[]): number[] => [
  ...outlierMask(options).apply([fullSignal("rollout", values)], flatLayout([values.length])).values,
];

describe("outlierMask", () => {
  it.each([
    ["mask", [-0.5, -0.5, -0.5, -0.5, 0]],
    ["clip", [-0.5, -0.5, -0.5, -0.5, 1.5]],
  ] as const)("takes z = 2 out beyond k = 1.5 in mode %s (066, by hand)", (mode, expected) => {
    expect(masked({ k: 1.5, mode }, [0, 0, 0, 0, 5])).toEqual(expected);
    expect(masked({ k: 2, mode }, [0, 0, 0, 0, 5])).toEqual([-0.5, -0.5, -0.5, -0.5, 2]);
  });

  it("compares z with μ ± k as the code of 066 does, which is the text where μ = 0", () => {
    expect(masked({ k: 1, centre: "rawMean" }, [9, 11])).toEqual([0, 0]);
    expect(masked({ k: 1, centre: "rawMean", mode: "clip" }, [9, 11])).toEqual([9, 9]);
    expect(masked({ k: 1, centre: "rawMean" }, [-1, 1])).toEqual(masked({ k: 1 }, [-1, 1]));
  });

  it("without outliers is `standardise` (twin)", () => {
    const of = fullSignal("rollout", [1, 2, 4, 8, 3]);
    const layout = flatLayout([3, 2]);
    const plain = standardise({ over: "batch", eps: 0 }).apply([of], layout);
    expect(outlierMask().apply([of], layout)).toEqual(plain);
  });

  it("has a floor under the variance, and 0 where nothing differs", () => {
    expect(masked({ varianceFloor: 4 }, [-1, 1])).toEqual([-0.5, 0.5]);
    expect(masked({ varianceFloor: 0 }, [3, 3])).toEqual([0, 0]);
    expect(masked({}, [0.1, 0.1, 0.1])).toEqual([0, 0, 0]);
    expect(masked({}, [5])).toEqual([0]);
  });

  it("knows range, trend, scope and defaults", () => {
    expect(outlierMask({ k: 2 }).range([UNBOUNDED])).toEqual({ min: -2, max: 2 });
    expect(outlierMask({ centre: "rawMean" }).range([UNBOUNDED])).toEqual(UNBOUNDED);
    const trends = (["mask", "clip"] as const).map((mode) => outlierMask({ mode }).trend(0, []));
    expect(trends).toEqual(["unknown", "increasing"]);
    expect(outlierMask({ mode: "clip", centre: "rawMean" }).trend(0, [])).toBe("unknown");
    expect([outlierMask().scope, outlierMask({ over: "group" }).scope]).toEqual(["batch", "group"]);
    expect(outlierMask().options).toEqual({
      over: "batch",
      k: 3,
      mode: "mask",
      centre: "normalised",
      varianceFloor: 1e-8,
    });
  });

  it("refuses k = 0", () => {
    expect(() => outlierMask({ k: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`k\` of \`shaper/outlier-mask@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const options of [{ k: 1 }, { k: 1, mode: "clip", over: "group" }, { k: 1, centre: "rawMean" }]) {
    for (const law of lawsOf(outlierMask, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
