import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { batchStatistic } from "./batch-statistic.ts";
import { STATISTICS } from "./batch-statistic-of.ts";
import { measured, sparse, UNCOUNTED } from "./courses.test-support.ts";

const layout = flatLayout([2, 2]);

describe("batchStatistic", () => {
  it("is the accuracy of the batch (183 §Mechanism)", () => {
    expect([...batchStatistic().apply(measured([1, 0, 1, 1]), layout).values]).toEqual([0.75]);
    expect(batchStatistic().options).toEqual({ statistic: "mean", quantile: 0.5 });
  });

  it("says another quantile, over the rollouts that count", () => {
    const piece = batchStatistic({ statistic: "quantile", quantile: 0.95 });
    expect(piece.apply(measured([0, 100, 7, null], [1, 1, 0, 1]), layout).values[0]).toBeCloseTo(95, 12);
  });

  it("is missing for the reason of what is missing, when nothing counts", () => {
    const none = [sparse("rollout", [null, null, null, null], "no tool call"), fullSignal("rollout", [1, 1, 1, 1])];
    expect(outcomeAt(batchStatistic().apply(none, layout), 0)).toEqual(abstained("no tool call"));
    expect(outcomeAt(batchStatistic().apply(measured([1, 1, 1, 1], [0, 0, 0, 0]), layout), 0)).toEqual(
      abstained("no rollout counts"),
    );
  });

  it("lies where its input lies; a deviation at most the width over √2", () => {
    const of = { min: -1, max: 3 };
    const ranges = STATISTICS.map((statistic) => batchStatistic({ statistic }).range([of, of]));
    expect(ranges).toEqual([of, { min: 0, max: 4 / Math.SQRT2 }, of, of, of, { min: 0, max: 1 }]);
    const widest = batchStatistic({ statistic: "std" }).apply(measured([-1, 3, null, null]), layout).values[0];
    expect(widest).toBeCloseTo(4 / Math.SQRT2, 12);
  });

  it("grows with its input, but for the deviation", () => {
    const trends = STATISTICS.map((statistic) => batchStatistic({ statistic }).trend(0, []));
    expect(trends).toEqual(["increasing", "unknown", "increasing", "increasing", "increasing", "increasing"]);
    expect(batchStatistic().trend(1, [])).toBe("unknown");
  });

  const one = { min: 1, max: 1 };
  for (const statistic of STATISTICS) {
    const settings = { options: { statistic }, inputRanges: [{ min: -3, max: 3 }, one] };
    for (const law of lawsOf(batchStatistic, { ...settings, skip: [UNCOUNTED] }))
      it(`${law.name}, ${statistic}`, law.check);
  }
});
