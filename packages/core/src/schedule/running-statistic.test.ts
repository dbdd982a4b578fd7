import { describe, expect, it } from "vitest";
import { abstained, flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { STATISTICS } from "./batch-statistic-of.ts";
import { measured, REMEMBERED, statesAfter, UNCOUNTED, valuesOver } from "./courses.test-support.ts";
import { runningStatistic } from "./running-statistic.ts";

const layout = flatLayout([3]);

describe("runningStatistic", () => {
  it("averages the batches' means, beginning with the first (by hand)", () => {
    const batches = [measured([1, 2, 3]), measured([4, 4, 4]), measured([8, null, null])];
    expect(valuesOver(runningStatistic({ decay: 0.75 }), batches, layout)).toEqual([2, 2, 2.5, 3.875]);
  });

  it("begins with `initial` where there is one; a moving average goes on from it (051 §Mechanism)", () => {
    const averaged = valuesOver(runningStatistic({ initial: 0.5, decay: 0.75 }), [measured([1, 2, 3])], layout);
    expect(averaged).toEqual([0.5, 0.75 * 0.5 + 0.25 * 2]);
    expect(valuesOver(runningStatistic({ initial: 9, memory: "all" }), [measured([1, 2, 3])], layout)).toEqual([9, 2]);
    expect(runningStatistic({ initial: 9 }).range([{ min: 0, max: 1 }])).toEqual({ min: 0, max: 9 });
    expect(runningStatistic({ initial: -9 }).range([{ min: 0, max: 1 }])).toEqual({ min: -9, max: 1 });
  });

  it("is the mean of all responses so far (111 §Mechanism)", () => {
    const batches = [measured([1, 2, 3]), measured([10, null, null])];
    expect(valuesOver(runningStatistic({ memory: "all" }), batches, layout)).toEqual([2, 2, 4]);
  });

  it("averages the median of the sequences' percentiles with 0.99 (107 §Mechanism)", () => {
    const piece = runningStatistic({ statistic: "quantile" });
    const values = valuesOver(piece, [measured([1, 2, 9]), measured([3, 4, 5])], layout);
    expect(values[2]).toBeCloseTo(0.99 * 2 + 0.01 * 4, 12);
  });

  it("is exact over a window of whole batches", () => {
    const piece = runningStatistic({ statistic: "max", memory: "window", window: 4 });
    const batches = [measured([9, 1, 1]), measured([2, 3, 1]), measured([5, 4, 1]), measured([null, 1, 1])];
    expect(valuesOver(piece, batches, layout)).toEqual([9, 9, 9, 5, 5]);
    expect(statesAfter(piece, batches, layout).at(-1)).toEqual([
      [1, 4, 5],
      [1, 1],
    ]);
  });

  it.each(STATISTICS.filter((statistic) => statistic !== "quantile"))(
    "knows the %s of all values as well as a window that holds them all",
    (statistic) => {
      const batches = Array.from({ length: 5 }, (_, b) =>
        measured(Array.from({ length: 3 }, (_, i) => (b === i ? null : Math.sin(b * 3 + i) * 4))),
      );
      const [all, window] = (["all", "window"] as const).map((memory) =>
        valuesOver(runningStatistic({ statistic, memory }), batches, layout),
      ) as [number[], number[]];
      all.forEach((value, i) => {
        expect(value).toBeCloseTo(window[i] as number, 12);
      });
    },
  );

  it("changes nothing when nothing counts, and is missing before anything has", () => {
    const nothing = measured([null, null, null]);
    for (const memory of ["ema", "window", "all"] as const) {
      const piece = runningStatistic({ memory });
      const [first, second] = statesAfter(piece, [measured([1, 2, 3]), nothing], layout);
      expect(second).toEqual(first);
      const [state] = statesAfter(piece, [nothing], layout);
      expect(outcomeAt(piece.apply(nothing, layout, { step: 1, state }), 0)).toEqual(abstained("no value"));
    }
  });

  it("does not take in what has no finite statistic", () => {
    for (const memory of ["ema", "all"] as const) {
      const piece = runningStatistic({ memory, statistic: "std" });
      expect(valuesOver(piece, [measured([1, 2, 3]), measured([1e308, -1e308, 1e308])], layout)).toEqual([1, 1, 1]);
    }
  });

  it("counts the rollouts that `among` names", () => {
    expect(valuesOver(runningStatistic(), [measured([1, 5, 9], [0, 1, 0])], layout)).toEqual([5, 5]);
  });

  it("refuses a quantile of all values, and has the published numbers by default", () => {
    expect(() => runningStatistic({ statistic: "quantile", memory: "all" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`memory\` of \`schedule/running-statistic@1\` to be valid, got "all": a quantile of all values would have to keep them all; use \`window\` or \`ema\`.]`,
    );
    expect(runningStatistic().options).toEqual({
      statistic: "mean",
      quantile: 0.5,
      memory: "ema",
      decay: 0.99,
      window: 1000,
      initial: null,
    });
    expect(runningStatistic().trend(0, [])).toBe("unknown");
  });

  for (const memory of ["ema", "window", "all"] as const) {
    for (const statistic of STATISTICS.filter((name) => memory !== "all" || name !== "quantile")) {
      const settings = {
        options: { memory, statistic, window: 7 },
        inputRanges: [
          { min: -3, max: 3 },
          { min: 1, max: 1 },
        ],
      };
      for (const law of lawsOf(runningStatistic, { ...settings, samples: 20, skip: [REMEMBERED, UNCOUNTED] })) {
        it(`${law.name}, ${memory} ${statistic}`, law.check);
      }
    }
  }
});
