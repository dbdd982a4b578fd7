import { streamKey, uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { centredRanks, cmaEs, evolutionStrategy, mapElites, novelty, type Search } from "./index.ts";

/** Fitness of every row. */
function fitnessOf(search: Search, rows: Float64Array, of: (row: Float64Array) => number): Float64Array {
  return Float64Array.from({ length: search.population }, (_, p) =>
    of(rows.subarray(p * search.dimension, (p + 1) * search.dimension)),
  );
}

function improve(search: Search, of: (row: Float64Array) => number, asks: number): Search {
  for (let i = 0; i < asks; i++) search.tell(fitnessOf(search, search.ask(), of));
  return search;
}

const sphere = (row: Float64Array): number => -row.reduce((sum, x) => sum + x * x, 0);
/** Long narrow valley: axes weighed 1 to 10⁶. */
const ellipsoid = (row: Float64Array): number =>
  -row.reduce((sum, x, i) => sum + 1e6 ** (i / (row.length - 1)) * x * x, 0);
const rosenbrock = (row: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i + 1 < row.length; i++) {
    const [x, y] = [row[i] as number, row[i + 1] as number];
    sum += 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  }
  return -sum;
};

describe("cmaEs", () => {
  it("reaches 1e-10 of the sphere, the ellipsoid and Rosenbrock's valley in ten dimensions", () => {
    const asks = (of: (row: Float64Array) => number, most: number): number => {
      const search = cmaEs({ start: [1, 0.5, 1.5, -1, 0.8, 0.3, -0.5, 1, 0.2, 0.9], deviation: 0.3, seed: 1 });
      for (let i = 1; i <= most; i++) {
        search.tell(fitnessOf(search, search.ask(), of));
        if (of(search.centre) > -1e-10) return i * search.population;
      }
      return Number.POSITIVE_INFINITY;
    };
    // At most so many evaluations; the ellipsoid is out of reach without the covariance.
    expect(asks(sphere, 400)).toBeLessThan(2600);
    expect(asks(ellipsoid, 1200)).toBeLessThan(9000);
    expect(asks(rosenbrock, 1200)).toBeLessThan(9000);
  });

  it("goes on from what it saved as if it had not stopped", () => {
    const [one, other] = [1, 2].map(() => cmaEs({ start: [1, 2, 3], seed: 4 })) as [Search, Search];
    improve(one, rosenbrock, 20);
    other.restore(one.save());
    expect([...other.ask()]).toEqual([...one.ask()]);
    improve(one, rosenbrock, 5);
    improve(other, rosenbrock, 5);
    expect([...other.centre]).toEqual([...one.centre]);
  });

  it("goes back to where nothing was told yet", () => {
    const search = cmaEs({ start: [1, 2, 3], seed: 4 });
    const [fresh, first] = [search.save(), [...search.ask()]];
    improve(search, rosenbrock, 20);
    search.restore(fresh);
    expect([...search.ask()]).toEqual(first);
  });

  it("does not change when fitness is bent by an increasing function", () => {
    const plain = improve(cmaEs({ start: [1, 2] }), sphere, 20);
    const bent = improve(cmaEs({ start: [1, 2] }), (row) => Math.exp(sphere(row)), 20);
    expect([...bent.centre]).toEqual([...plain.centre]);
  });
});

describe("evolutionStrategy", () => {
  it("finds the top of a hill, the same for the same seed, and from where it was stopped", () => {
    const make = (): Search => evolutionStrategy({ start: [2, -2, 1], deviation: 0.1, learningRate: 0.1, seed: 2 });
    const whole = improve(make(), sphere, 200);
    expect(sphere(whole.centre)).toBeGreaterThan(-0.02);
    const [first, second] = [improve(make(), sphere, 90), make()];
    second.restore(first.save());
    expect([...improve(second, sphere, 110).centre]).toEqual([...whole.centre]);
  });

  it("takes the step of its formula (by hand)", () => {
    // One pair: ranks ±1/2, gradient (1/2 + 1/2)·ε/(2σ); Adam's first step is the sign of it times the rate.
    const search = evolutionStrategy({ start: [0], population: 2, learningRate: 0.25 });
    const [up, down] = [...search.ask()] as [number, number];
    expect(up).toBe(-down);
    search.tell([up, down]);
    expect(search.centre[0]).toBeCloseTo(0.25, 6);
  });
});

describe("centredRanks", () => {
  it("shares the ranks of ties and is 0 for all equal", () => {
    expect([...centredRanks([5, 1, 5, 9])]).toEqual([0, -0.5, 0, 0.5]);
    expect([...centredRanks([3, 3])]).toEqual([0, 0]);
    expect([...centredRanks([3])]).toEqual([-0.5]);
  });
});

describe("mapElites", () => {
  it("fills the cells with the best of each and keeps what is better", () => {
    const search = mapElites({
      start: [0.5, 0.5],
      population: 64,
      deviation: 0.2,
      lineDeviation: 0.2,
      cells: [5, 4],
      low: [0, 0],
      high: [1, 1],
      seed: 3,
    });
    for (let i = 0; i < 60; i++) {
      const rows = search.ask();
      search.tell(
        fitnessOf(search, rows, ([x, y]) => -Math.abs((x as number) - 0.31) - (y as number)),
        rows,
      );
    }
    expect(search.coverage).toBe(1);
    // The best of a cell is at its lower edge in y, and at the x nearest 0.31.
    for (let cell = 0; cell < 20; cell++) {
      const [column, row] = [Math.floor(cell / 4), cell % 4];
      const x = Math.min(Math.max(0.31, column / 5), (column + 1) / 5);
      // Cells at the edge hold what lies beyond it too.
      if (row === 0) continue;
      expect(search.fitness[cell]).toBeLessThanOrEqual(-Math.abs(x - 0.31) - row / 4 + 1e-12);
      expect(search.fitness[cell]).toBeGreaterThan(-Math.abs(x - 0.31) - row / 4 - 0.12);
    }
  });

  it("refuses measures of another width", () => {
    const search = mapElites({ start: [0], population: 2, cells: [2], low: [0], high: [1] });
    expect(() => search.tell([1, 2], [0])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`measures\` to have 2 values, got 1.]`,
    );
    expect(() => mapElites({ start: [0], cells: [2], low: [0], high: [] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`cells\`, \`low\` and \`high\` to have as many values, got 1, 1 and 0.]`,
    );
  });
});

describe("novelty", () => {
  it("is the mean distance to the k nearest of archive and rows (by hand)", () => {
    // Of (0, 0): to (3, 4) 5, to (0, 1) 1, to the archive's (6, 8) 10.
    expect([...novelty([0, 0, 3, 4, 0, 1], [6, 8], { width: 2, nearest: 2 })]).toEqual([
      (1 + 5) / 2,
      (Math.sqrt(18) + 5) / 2,
      (1 + Math.sqrt(18)) / 2,
    ]);
    expect([...novelty([4], [], { width: 1 })]).toEqual([0]);
    expect([...novelty([4, 5], [], { width: 1, nearest: 9 })]).toEqual([1, 1]);
  });
});

describe("a search", () => {
  it.each([
    ["no numbers", () => cmaEs({ start: [] })],
    ["numbers that are not finite", () => cmaEs({ start: [Number.NaN] })],
    ["no deviation", () => evolutionStrategy({ start: [1], deviation: 0 })],
    ["an odd population of pairs", () => evolutionStrategy({ start: [1], population: 3 })],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "GUERDON_OPTION" }));
  });

  it("draws rows that differ between seeds", () => {
    const key = streamKey(0, "x");
    expect(uniformAt(key, 0)).not.toBe(uniformAt(key, 1));
    expect([...cmaEs({ start: [0], seed: 1 }).ask()]).not.toEqual([...cmaEs({ start: [0], seed: 2 }).ask()]);
  });
});
