import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { proportion } from "./proportion.ts";

const parts = (options: Parameters<typeof proportion>[0], values: readonly number[], sizes: readonly number[]) => [
  ...proportion(options).apply([fullSignal("rollout", values)], flatLayout(sizes)).values,
];

describe("proportion", () => {
  it.each([
    [{}, [0.5, 1.5, 1, 1]],
    [{ over: "group" }, [0.5, 1.5, 1, 1]],
    [{ over: "group", by: "sum" }, [0.25, 0.75, 0.5, 0.5]],
    [{ by: "sum" }, [0.125, 0.375, 0.25, 0.25]],
  ] as const)("divides by the mean or sum with %j (by hand)", (options, expected) => {
    expect(parts(options, [1, 3, 2, 2], [2, 2])).toEqual(expected);
  });

  it("gives exp(−k H) a mean of exactly 1 over the batch (221)", () => {
    const scaled = parts(
      {},
      [0, 0.3, 1, 0.7].map((h) => Math.exp(-h)),
      [2, 2],
    );
    expect(scaled.reduce((sum, value) => sum + value, 0) / 4).toBeCloseTo(1, 15);
  });

  it("shares evenly where the sum is 0 or all are equal", () => {
    expect(parts({}, [0, 0, 0], [3])).toEqual([1, 1, 1]);
    expect(parts({ by: "sum" }, [0, 0], [2])).toEqual([0.5, 0.5]);
    expect(parts({}, [0.1, 0.1, 0.1], [3])).toEqual([1, 1, 1]);
    expect(parts({}, [], [])).toEqual([]);
  });

  it("knows range, trend, scope and defaults", () => {
    expect(proportion().range([{ min: 0, max: 2 }])).toEqual({ min: 0, max: Number.POSITIVE_INFINITY });
    expect(proportion({ by: "sum" }).range([{ min: 0, max: 2 }])).toEqual({ min: 0, max: 1 });
    expect(proportion({ by: "sum" }).range([{ min: -1, max: 2 }])).toEqual(UNBOUNDED);
    expect(proportion().trend(0, [])).toBe("unknown");
    expect([proportion().scope, proportion({ over: "group" }).scope]).toEqual(["batch", "group"]);
    expect(proportion().options).toEqual({ over: "batch", by: "mean" });
  });

  for (const options of [{}, { over: "group", by: "sum" }]) {
    const inputRanges = [{ min: 0, max: 3 }];
    for (const law of lawsOf(proportion, { options, inputRanges }))
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
