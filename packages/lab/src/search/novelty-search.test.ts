import { describe, expect, it } from "vitest";
import { evolutionStrategy } from "./evolution-strategy.ts";
import { noveltySearch } from "./novelty-search.ts";
import type { Search } from "./search.ts";

/** A search of fixed rows that keeps what it is told. */
function listener(population: number): Search & { readonly told: number[][] } {
  const told: number[][] = [];
  return {
    ...{ population, dimension: 1, centre: new Float64Array(1), told },
    ask: () => new Float64Array(population),
    tell: (fitness) => told.push(Array.from(fitness)),
    save: () => ({}),
    restore: () => undefined,
  };
}

describe("noveltySearch", () => {
  it("tells novelty relative to the ask, and archives the newest row (by hand)", () => {
    const inner = listener(3);
    const search = noveltySearch(inner, { width: 1, nearest: 1 });
    search.tell([5, 5, 5], [0, 1, 4]);
    // Distances to the nearest: 1, 1, 3; mean 5/3, deviation √(8/9).
    const d = Math.sqrt(8 / 9);
    inner.told[0]?.forEach((value, p) => {
      expect(value).toBeCloseTo([-2 / 3 / d, -2 / 3 / d, 4 / 3 / d][p] as number, 12);
    });
    expect([...(search.save().archive as Float64Array)]).toEqual([4]);
    search.tell([5, 5, 5], [4, 1, 2]);
    // Nearest with 4 in the archive: 0, 1, 1.
    expect(inner.told[1]?.[0]).toBeLessThan(inner.told[1]?.[1] as number);
    expect(inner.told[1]?.[1]).toBe(inner.told[1]?.[2]);
  });

  it("mixes fitness and novelty by weight", () => {
    const inner = listener(2);
    noveltySearch(inner, { width: 1, nearest: 1, weight: 0.25 }).tell([1, 3], [0, 7]);
    // Both rows are as new: only 0.75 of the standard fitness ∓1 is left.
    expect(inner.told[0]).toEqual([-0.75, 0.75]);
  });

  it("leaves a place where fitness is flat, goes on bit by bit, and says which measures it misses", () => {
    const make = (): Search => noveltySearch(evolutionStrategy({ start: [0], population: 8, seed: 2 }), { width: 1 });
    const play = (search: Search, asks: number): Float64Array => {
      for (let k = 0; k < asks; k++) search.tell(new Float64Array(8), search.ask().slice());
      return search.centre.slice();
    };
    const [one, other] = [make(), make()];
    expect(Math.abs(play(one, 60)[0] as number)).toBeGreaterThan(0.5);
    other.restore(one.save());
    expect(play(other, 5)).toEqual(play(one, 5));
    expect(() => one.tell(new Float64Array(8))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`measures\` to have 8 values, got 0.]`,
    );
  });
});
