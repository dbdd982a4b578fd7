import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/normal-at.ts";
import { requireSearch } from "./require-search.ts";
import type { Search, SearchState } from "./search.ts";

export interface MapElitesOptions {
  readonly start: ArrayLike<number>;
  readonly population?: number;
  /** σ of the change of each number. */
  readonly deviation?: number;
  /** σ of the change along the line to another elite; 0 for none. */
  readonly lineDeviation?: number;
  /** Cells along each measure. */
  readonly cells: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly seed?: number;
}

/** A search that keeps the best of each kind. */
export interface MapElites extends Search {
  /** [cells] fitness of each cell's elite; −∞ where it is empty. */
  readonly fitness: Float64Array;
  /** [cells, D] rows of the elites. */
  readonly elites: Float64Array;
  /** Share of the cells that are taken. */
  readonly coverage: number;
}

/**
 * MAP-Elites: one elite for each cell of a grid over what rows do; new rows are changed elites.
 *
 *   row = x + σ·ε + σ_line·ε′·(y − x),   x, y elites drawn at random
 *
 * Measures outside the grid count for its nearest cell. An elite is replaced by what is strictly better.
 *
 * @paper Mouret & Clune 2015; Vassiliades & Mouret 2018 (line)
 */
export function mapElites(options: MapElitesOptions): MapElites {
  const { start, population = 32, deviation = 0.1, lineDeviation = 0, cells, low, high, seed = 0 } = options;
  requireSearch({ start, population, deviation });
  if (cells.length === 0 || low.length !== cells.length || high.length !== cells.length) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`cells\`, \`low\` and \`high\` to have as many values, got ${cells.length}, ${low.length} and ${high.length}.`,
    );
  }
  const dimension = start.length;
  const count = cells.reduce((product, length) => product * length, 1);
  const key = streamKey(seed, "map-elites");
  const fitness = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const elites = new Float64Array(count * dimension);
  const rows = new Float64Array(population * dimension);
  const centre = Float64Array.from(start);
  let asked = 0;
  let best = Number.NEGATIVE_INFINITY;
  const taken = (): number[] => [...fitness.keys()].filter((cell) => fitness[cell] !== Number.NEGATIVE_INFINITY);
  const cellOf = (measures: ArrayLike<number>, from: number): number =>
    cells.reduce((cell, length, m) => {
      const share = ((measures[from + m] as number) - (low[m] as number)) / ((high[m] as number) - (low[m] as number));
      return cell * length + Math.min(length - 1, Math.max(0, Math.floor(share * length)));
    }, 0);
  return {
    population,
    dimension,
    centre,
    fitness,
    elites,
    get coverage() {
      return taken().length / count;
    },
    ask() {
      const places = taken();
      for (let p = 0; p < population; p++) {
        const draw = (asked * population + p) * (dimension + 3);
        const elite = (k: number): number => places[Math.floor(uniformAt(key, draw + k) * places.length)] as number;
        const from = places.length === 0 ? start : elites.subarray(elite(0) * dimension, (elite(0) + 1) * dimension);
        const other = places.length === 0 ? start : elites.subarray(elite(1) * dimension, (elite(1) + 1) * dimension);
        const along = lineDeviation === 0 ? 0 : lineDeviation * normalAt(key + 1, draw + 2);
        for (let d = 0; d < dimension; d++) {
          const [x, y] = [from[d] as number, other[d] as number];
          rows[p * dimension + d] = x + deviation * normalAt(key + 1, draw + 3 + d) + along * (y - x);
        }
      }
      return rows;
    },
    tell(told, measures) {
      if (measures === undefined || measures.length !== population * cells.length) {
        throw new RewardError(
          "GUERDON_SHAPE",
          `Expected \`measures\` to have ${population * cells.length} values, got ${measures?.length ?? 0}.`,
        );
      }
      for (let p = 0; p < population; p++) {
        const cell = cellOf(measures, p * cells.length);
        const value = told[p] as number;
        if (!(value > (fitness[cell] as number))) continue;
        const row = rows.subarray(p * dimension, (p + 1) * dimension);
        fitness[cell] = value;
        elites.set(row, cell * dimension);
        if (value > best) {
          best = value;
          centre.set(row);
        }
      }
      asked++;
    },
    save: () => ({
      fitness: fitness.slice(),
      elites: elites.slice(),
      centre: centre.slice(),
      asked: Float64Array.of(asked, best),
    }),
    restore(state: SearchState) {
      fitness.set(state.fitness as Float64Array);
      elites.set(state.elites as Float64Array);
      centre.set(state.centre as Float64Array);
      [asked, best] = state.asked as unknown as [number, number];
    },
  };
}
