import { z } from "zod";
import { cmaEs, evolutionStrategy, mapElites, noveltySearch, type Search } from "../search/index.ts";
import { defined, type Makers } from "./named.ts";

/** Around what a search begins, and by how many measures it may keep rows apart. */
export interface SearchContext {
  readonly start: Float64Array;
  readonly seed: number;
  readonly measures: number;
}

const population = z.int().min(2).optional();
const deviation = z.number().positive().optional();
const climbing = { population, deviation, learningRate: z.number().positive().optional() };

/** Searches that settings may name. */
export const searches: Makers<Search, SearchContext> = {
  "cma-es": {
    summary: "a normal distribution that adapts its covariance (Hansen 2016)",
    options: z.strictObject({ population, deviation }),
    make: (given, { start, seed }) => cmaEs({ ...defined(given), start, seed }),
  },
  "evolution-strategy": {
    summary: "draws in both directions and Adam on their ranks (Salimans et al. 2017)",
    options: z.strictObject(climbing),
    make: (given, { start, seed }) => evolutionStrategy({ ...defined(given), start, seed }),
  },
  "map-elites": {
    summary: "the best of each kind, by the measures (Mouret & Clune 2015)",
    options: z.strictObject({
      ...{ population, deviation, lineDeviation: z.number().min(0).optional() },
      cells: z.array(z.int().min(1)).min(1),
      low: z.array(z.number()).min(1),
      high: z.array(z.number()).min(1),
    }),
    make: (given, { start, seed }) => mapElites({ ...defined(given), ...boxOf(given), start, seed }),
  },
  novelty: {
    summary: "an evolution strategy told how new rows are by the measures (Lehman & Stanley 2011)",
    options: z.strictObject({
      ...climbing,
      nearest: z.int().min(1).optional(),
      weight: z.number().min(0).max(1).optional(),
    }),
    make: ({ nearest, weight, ...given }, { start, seed, measures }) =>
      noveltySearch(evolutionStrategy({ ...defined(given), start, seed }), {
        width: measures,
        ...defined({ nearest, weight }),
      }),
  },
};

interface Box {
  readonly cells: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

function boxOf({ cells, low, high }: Box): Box {
  return { cells, low, high };
}
