import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { softmax } from "./softmax.ts";

const shares = (options: Parameters<typeof softmax>[0], values: readonly number[], sizes: readonly number[]) => [
  ...softmax(options).apply([fullSignal("rollout", values)], flatLayout(sizes)).values,
];

describe("softmax", () => {
  it("gives shares by temperature, mixed with even ones (030, by hand)", () => {
    const [low, high] = shares({ temperature: 0.25, uniform: 0.1 }, [0, Math.log(3) / 4], [2]) as [number, number];
    expect(low).toBeCloseTo(0.9 * 0.25 + 0.05, 14);
    expect(high).toBeCloseTo(0.9 * 0.75 + 0.05, 14);
  });

  it("adds up to 1 over a group or the batch", () => {
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(sum(shares({}, [1, 2, 3, 4], [3, 1]))).toBeCloseTo(2, 14);
    expect(sum(shares({ over: "batch" }, [1, 2, 3, 4], [3, 1]))).toBeCloseTo(1, 14);
  });

  it("is uniform where nobody is right, and survives huge values", () => {
    expect(shares({ temperature: 0.25, uniform: 0.001 }, [0, 0, 0, 0], [4])).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(shares({}, [1e308, 0, 1e308], [3])).toEqual([0.5, 0, 0.5]);
    expect(shares({ uniform: 1 }, [9, 1], [2])).toEqual([0.5, 0.5]);
    expect(shares({}, [7], [1])).toEqual([1]);
  });

  it("knows trend, scope and defaults", () => {
    expect([softmax().trend(0, []), softmax({ uniform: 1 }).trend(0, [])]).toEqual(["increasing", "constant"]);
    expect(softmax().range([])).toEqual({ min: 0, max: 1 });
    expect([softmax().scope, softmax({ over: "batch" }).scope]).toEqual(["group", "batch"]);
    expect(softmax().options).toEqual({ over: "group", temperature: 1, uniform: 0 });
  });

  it("refuses a temperature of 0", () => {
    expect(() => softmax({ temperature: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`temperature\` of \`shaper/softmax@1\` to be valid, got 0: Too small: expected number to be >0.]`,
    );
  });

  for (const options of [{}, { over: "batch", temperature: 0.1, uniform: 0.2 }]) {
    for (const law of lawsOf(softmax, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
