import { describe, expect, it } from "vitest";
import { categoricalSearch } from "./categorical-search.ts";
import { maximise } from "./maximise.ts";

const worth = (row: ArrayLike<number>): number => (row[0] === 2 ? 1 : 0) + (row[1] === 0 ? 1 : 0);

describe("categoricalSearch", () => {
  it("steps along the score of the rows, weighed by their advantages", () => {
    const search = categoricalSearch({ choices: [2], population: 2, learningRate: 3, seed: 1 });
    while (search.ask()[0] === search.ask()[1]) search.tell([0, 0]);
    const rows = [...search.ask()];
    search.tell(rows);
    // Advantages +1 and −1, chances one half: 3/2 · (0.5 + 0.5) for choice 1, its negative for choice 0.
    expect([...(search.save().logits as Float64Array)]).toEqual([-1.5, 1.5]);
    expect([...search.centre]).toEqual([1]);
  });

  it("finds the best of each place, and random search stays even", async () => {
    const search = categoricalSearch({ choices: [4, 3], population: 8, seed: 2 });
    const { means, fitness } = await maximise(search, 40, worth);
    expect([...search.centre]).toEqual([2, 0]);
    expect(fitness).toBe(2);
    expect(means.at(-1)).toBeGreaterThan((means[0] as number) + 0.5);
    const random = categoricalSearch({ choices: [4, 3], population: 8, learningRate: 0, seed: 2 });
    await maximise(random, 10, worth);
    expect([...(random.save().logits as Float64Array)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("learns nothing from invalid rows, nor where all valid ones are alike", () => {
    const search = categoricalSearch({ choices: [3], population: 4, seed: 3 });
    search.ask();
    search.tell([Number.NaN, 1, 1, Number.NaN]);
    search.tell([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect([...(search.save().logits as Float64Array)]).toEqual([0, 0, 0]);
  });

  it("goes on after a restore as if it had never stopped", () => {
    const [one, other] = [0, 0].map(() => categoricalSearch({ choices: [4, 3], population: 4, seed: 5 }));
    if (one === undefined || other === undefined) throw new Error("none");
    one.tell(Array.from({ length: 4 }, (_, p) => worth(one.ask().subarray(2 * p))));
    other.restore(one.save());
    expect([...other.ask()]).toEqual([...one.ask()]);
    expect([...other.centre]).toEqual([...one.centre]);
  });

  it("refuses places without choices and a single row", () => {
    expect(() => categoricalSearch({ choices: [2, 0], population: 4 })).toThrow("Expected `choices`");
    expect(() => categoricalSearch({ choices: [2], population: 1 })).toThrow("Expected `population`");
  });
});
