import { describe, expect, it } from "vitest";
import { kMeans } from "./k-means.ts";

const rows = Float64Array.from({ length: 120 }, (_, at) => {
  const [i, d] = [Math.floor(at / 2), at % 2];
  return 10 * (d === 0 ? i % 2 : Math.floor(i / 2) % 2) + Math.sin(7 * at);
});
const spread = ({ centres, nearest }: ReturnType<typeof kMeans>): number =>
  rows.reduce((sum, x, at) => sum + (x - (centres[2 * (nearest[at >> 1] as number) + (at % 2)] as number)) ** 2, 0);

describe("kMeans", () => {
  it("finds four groups and their means", () => {
    const found = kMeans(rows, 2, { centres: 4, seed: 3 });
    for (let i = 0; i < 60; i++) expect(found.nearest[i]).toBe(found.nearest[i % 4]);
    const own = [...found.nearest.keys()].filter((i) => found.nearest[i] === 0);
    const mean = own.reduce((sum, i) => sum + (rows[2 * i] as number), 0) / own.length;
    expect(found.centres[0]).toBeCloseTo(mean, 10);
  });

  it("does no worse with more centres, and is the same for a seed", () => {
    const spreads = [1, 2, 4, 8].map((centres) => spread(kMeans(rows, 2, { centres, seed: 3 })));
    expect(spreads).toEqual([...spreads].sort((a, b) => b - a));
    expect(kMeans(rows, 2, { centres: 4, seed: 5 })).toEqual(kMeans(rows, 2, { centres: 4, seed: 5 }));
  });

  it("refuses more centres than points", () => {
    expect(() => kMeans(Float64Array.of(1, 2), 1, { centres: 3, seed: 0 })).toThrow(
      "Expected `centres` to be 1 … 2, got 3.",
    );
  });
});
