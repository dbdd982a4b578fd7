import { describe, expect, it } from "vitest";
import { cmaEs } from "./cma-es.ts";
import { maximise } from "./maximise.ts";

describe("maximise", () => {
  it("keeps the best row that was tried, and means of valid rows alone", async () => {
    const asked: number[] = [];
    const search = cmaEs({ start: [0, 0], population: 3, seed: 4 });
    const table = [1, Number.NaN, 3, 9, 2, 4];
    const found = await maximise(search, 2, async (row, { round, member }) => {
      asked.push(row[0] as number);
      return table[3 * round + member] as number;
    });
    expect(found.means).toEqual([2, 5]);
    expect(found.bests).toEqual([3, 9]);
    expect(found.fitness).toBe(9);
    expect(found.best[0]).toBe(asked[3]);
  });

  it("climbs", async () => {
    const { best } = await maximise(cmaEs({ start: [3, 3], seed: 1 }), 60, ([x = 0, y = 0]) => -(x * x) - y * y);
    expect(Math.hypot(...best)).toBeLessThan(0.01);
  });
});
