import type { Search } from "./search.ts";

/** What a search has found. */
export interface Maximum {
  /** [D] the best row that was tried; the first of equals. */
  readonly best: Float64Array;
  readonly fitness: number;
  /** [rounds] mean fitness of the valid rows of each round; 0 where none is. */
  readonly means: readonly number[];
  /** [rounds] best fitness of each round so far. */
  readonly bests: readonly number[];
}

/**
 * Runs a search for so many rounds: ask, try each row, tell.
 *
 * A fitness that is no number is an invalid row, which is never the best.
 *
 * @param fitness - of a row, with its round and its number in the round
 * @throws RewardError from `fitness`
 *
 * ```ts doctest
 * import { cmaEs, maximise } from "@guerdon/lab/search";
 * const { best } = await maximise(cmaEs({ start: [0, 0], seed: 1 }), 40, ([x = 0, y = 0]) => -((x - 1) ** 2) - y ** 2);
 * best[0]?.toFixed(1) // => "1.0"
 * ```
 */
export async function maximise(
  search: Search,
  rounds: number,
  fitness: (row: Float64Array, at: { readonly round: number; readonly member: number }) => number | Promise<number>,
): Promise<Maximum> {
  const { population, dimension } = search;
  const [means, bests]: [number[], number[]] = [[], []];
  let [best, most] = [search.centre.slice(), Number.NEGATIVE_INFINITY];
  for (let round = 0; round < rounds; round++) {
    const rows = search.ask().slice();
    const found = new Float64Array(population);
    for (let member = 0; member < population; member++) {
      const row = rows.slice(member * dimension, (member + 1) * dimension);
      const value = await fitness(row, { round, member });
      found[member] = value;
      if (value > most) [best, most] = [row, value];
    }
    const valid = found.filter(Number.isFinite);
    means.push(valid.length === 0 ? 0 : valid.reduce((sum, value) => sum + value, 0) / valid.length);
    bests.push(most);
    search.tell(found);
  }
  return { best, fitness: most, means, bests };
}
