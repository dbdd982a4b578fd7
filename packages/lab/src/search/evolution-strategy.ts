import { streamKey } from "@guerdon/core/random";
import { normalAt } from "../tensor/normal-at.ts";
import { centredRanks } from "./centred-ranks.ts";
import { requireSearch } from "./require-search.ts";
import type { Search, SearchState } from "./search.ts";

export interface EvolutionStrategyOptions {
  /** [D] where the search begins. */
  readonly start: ArrayLike<number>;
  /** P, even: each draw is tried in both directions. */
  readonly population?: number;
  /** σ of the draws. */
  readonly deviation?: number;
  readonly learningRate?: number;
  readonly seed?: number;
}

/**
 * An evolution strategy with antithetic draws and ranks for fitness: a gradient of smoothed fitness without gradients.
 *
 *   rows θ ± σ·ε,   θ ← θ + α/(P·σ) · Σ rank·(±ε),   by Adam's rule with β₁ 0.9, β₂ 0.999
 *
 * @paper Salimans et al. 2017, "Evolution Strategies as a Scalable Alternative to Reinforcement Learning"
 */
export function evolutionStrategy({
  start,
  population = 32,
  deviation = 0.1,
  learningRate = 0.05,
  seed = 0,
}: EvolutionStrategyOptions): Search {
  requireSearch({ start, population, deviation, even: true });
  const dimension = start.length;
  const key = streamKey(seed, "evolution-strategy");
  const centre = Float64Array.from(start);
  const first = new Float64Array(dimension);
  const second = new Float64Array(dimension);
  const rows = new Float64Array(population * dimension);
  let asked = 0;
  const drawn = (pair: number, d: number): number => normalAt(key, (asked * population + pair) * dimension + d);
  return {
    population,
    dimension,
    centre,
    ask() {
      for (let pair = 0; pair < population / 2; pair++) {
        for (let d = 0; d < dimension; d++) {
          const step = deviation * drawn(pair, d);
          rows[2 * pair * dimension + d] = (centre[d] as number) + step;
          rows[(2 * pair + 1) * dimension + d] = (centre[d] as number) - step;
        }
      }
      return rows;
    },
    tell(fitness) {
      const ranks = centredRanks(fitness);
      const gradient = new Float64Array(dimension);
      for (let pair = 0; pair < population / 2; pair++) {
        const ahead = (ranks[2 * pair] as number) - (ranks[2 * pair + 1] as number);
        for (let d = 0; d < dimension; d++) {
          gradient[d] = (gradient[d] as number) + (ahead * drawn(pair, d)) / (population * deviation);
        }
      }
      asked++;
      for (let d = 0; d < dimension; d++) {
        const slope = gradient[d] as number;
        first[d] = 0.9 * (first[d] as number) + 0.1 * slope;
        second[d] = 0.999 * (second[d] as number) + 0.001 * slope * slope;
        const mean = (first[d] as number) / (1 - 0.9 ** asked);
        const spread = Math.sqrt((second[d] as number) / (1 - 0.999 ** asked));
        centre[d] = (centre[d] as number) + (learningRate * mean) / (spread + 1e-8);
      }
    },
    save: () => ({
      centre: centre.slice(),
      first: first.slice(),
      second: second.slice(),
      asked: Float64Array.of(asked),
    }),
    restore(state: SearchState) {
      centre.set(state.centre as Float64Array);
      first.set(state.first as Float64Array);
      second.set(state.second as Float64Array);
      asked = (state.asked as Float64Array)[0] as number;
    },
  };
}
