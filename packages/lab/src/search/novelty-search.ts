import { RewardError } from "@guerdon/core/error";
import { novelty } from "./novelty.ts";
import type { Search } from "./search.ts";

export interface NoveltySearchOptions {
  /** M: measures that say what a row did. */
  readonly width: number;
  /** Neighbours a row is compared with. */
  readonly nearest?: number;
  /** Share of novelty in what the search is told: 1 looks for nothing else. */
  readonly weight?: number;
}

/**
 * A search that is told how new rows are: (1 − weight)·fitness + weight·novelty, each relative to the others of its ask.
 *
 * Both are taken less their mean and over their deviation, so that `weight` is one of shares. The newest row of each ask
 * joins the archive.
 *
 * @param inner - what looks for greater values
 * @paper Lehman & Stanley 2011, "Abandoning objectives", §3
 * @paper Conti et al. 2018, "Improving exploration in evolution strategies", §3.2 (mixture with fitness)
 *
 * ```ts doctest
 * import { evolutionStrategy, noveltySearch } from "@guerdon/lab/search";
 * noveltySearch(evolutionStrategy({ start: [0] }), { width: 2 }).population // => 32
 * ```
 */
export function noveltySearch(inner: Search, { width, nearest = 10, weight = 1 }: NoveltySearchOptions): Search {
  const { population, dimension, centre } = inner;
  let archive = new Float64Array(0);
  return {
    ...{ population, dimension, centre },
    ask: () => inner.ask(),
    tell: (fitness, measures) => {
      if (measures === undefined || measures.length !== population * width) {
        throw new RewardError(
          "GUERDON_SHAPE",
          `Expected \`measures\` to have ${population * width} values, got ${measures?.length ?? 0}.`,
        );
      }
      const fresh = novelty(measures, archive, { width, nearest });
      const [worth, newness] = [standardised(fitness), standardised(fresh)];
      inner.tell(
        worth.map((value, p) => (1 - weight) * value + weight * (newness[p] as number)),
        measures,
      );
      const newest = fresh.indexOf(Math.max(...fresh));
      const row = Array.from({ length: width }, (_, m) => measures[newest * width + m] as number);
      archive = Float64Array.of(...archive, ...row);
    },
    save: () => ({ ...inner.save(), archive: archive.slice() }),
    restore: ({ archive: kept, ...state }) => {
      inner.restore(state);
      archive = (kept as Float64Array).slice();
    },
  };
}

function standardised(values: ArrayLike<number>): Float64Array {
  const own = Float64Array.from(values);
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
  return own.map((value) => (deviation === 0 ? 0 : (value - mean) / deviation));
}
