import { describe, expect, it } from "vitest";
import { hopOf, hopPairs } from "./hop-pairs.ts";
import { reachInsertRuns } from "./reach-insert-runs.ts";

describe("hopOf", () => {
  it("leads back by its inverse: the progress after is had from that before", () => {
    for (const before of [0, 0.2, 0.7, 1]) {
      for (const after of [0, 0.1, 0.7, 1]) {
        const hop = hopOf(before, after);
        expect(Math.abs(hop)).toBeLessThanOrEqual(1);
        expect(before + (hop >= 0 ? 1 - before : before) * hop).toBeCloseTo(after, 12);
      }
    }
  });
});

describe("hopPairs", () => {
  it("draws every kind of hop as often, and a share of none", () => {
    const pairs = hopPairs([20, 30], 20_000, 1);
    const zero = pairs.filter(({ before, after }) => before === after).length / pairs.length;
    expect(Math.abs(zero - 0.1)).toBeLessThan(0.01);
    const forth = pairs.filter(({ hop }) => hop >= 0.8).length / pairs.length;
    expect(Math.abs(forth - 0.09)).toBeLessThan(0.01);
    for (const { run, before, after, hop } of pairs.slice(0, 100)) {
      const last = [19, 29][run] as number;
      expect(hop).toBe(hopOf(before / last, after / last));
    }
    expect(hopPairs([20, 30], 50, 1)).toEqual(pairs.slice(0, 50));
  });
});

describe("reachInsertRuns", () => {
  it("begins at 0, ends inserted at 1, and advances by one step where nothing happens", () => {
    for (const { seen, progress } of reachInsertRuns({ count: 20, slips: 0, noise: 0 }, 3)) {
      expect([progress[0], progress.at(-1)]).toEqual([0, 1]);
      expect(seen.at(-1)).toEqual([2, 8, 2]);
      const step = 1 / (seen.length - 1);
      progress.slice(1).forEach((value, t) => {
        expect(value - (progress[t] as number)).toBeCloseTo(step, 12);
      });
    }
  });

  it("loses progress by slips and drops, and is as long as asked for", () => {
    const runs = reachInsertRuns({ count: 10, drops: 0.05, least: 60 }, 4);
    for (const { seen, progress } of runs) {
      expect(seen.length).toBeGreaterThanOrEqual(60);
      expect(progress.slice(1).some((value, t) => value < (progress[t] as number) - 0.05)).toBe(true);
    }
    expect(reachInsertRuns({ count: 10, drops: 0.05, least: 60 }, 4)).toEqual(runs);
  });
});
