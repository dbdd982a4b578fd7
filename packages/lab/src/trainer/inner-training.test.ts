import { describe, expect, it } from "vitest";
import type { Metrics, Run } from "../experiment/run.ts";
import { innerTraining } from "./inner-training.ts";

const closed: number[] = [];
function counting(seed: number, metricsOf: (update: number) => Metrics): Run {
  let updates = 0;
  return {
    end: 4,
    get updates() {
      return updates;
    },
    update: async () => metricsOf(++updates),
    save: () => ({ json: {}, arrays: {} }),
    restore: () => undefined,
    close: () => closed.push(seed),
  };
}

describe("innerTraining", () => {
  it("runs each seed to its end and takes the mean of the last value", async () => {
    const start = (seed: number) => counting(seed, (update) => (update === 2 ? { score: 10 * seed } : {}));
    expect(await innerTraining({ start, seeds: [1, 4], metric: "score" })).toBe(25);
    const last = (seed: number) => counting(seed, (update) => ({ score: seed + update }));
    expect(await innerTraining({ start: last, seeds: [1, 2], metric: "score" })).toBe(5.5);
    expect(closed).toEqual([1, 4, 1, 2]);
  });

  it("is no number where a run measures none, and closes a run that fails", async () => {
    const missing = (seed: number) => counting(seed, () => ({}));
    expect(await innerTraining({ start: missing, seeds: [1], metric: "score" })).toBeNaN();
    const fails = (seed: number) =>
      counting(seed, () => {
        throw new Error("stopped");
      });
    await expect(innerTraining({ start: fails, seeds: [9], metric: "score" })).rejects.toThrow("stopped");
    expect(closed.at(-1)).toBe(9);
  });
});
