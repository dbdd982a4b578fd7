import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Search } from "./search.ts";

export interface CategoricalSearchOptions {
  /** [D] how many choices each place of a row has. */
  readonly choices: readonly number[];
  /** P */
  readonly population: number;
  /** Step on the logits; 0 is random search. */
  readonly learningRate?: number;
  readonly seed?: number;
}

/**
 * A policy gradient over configurations: a softmax for each place of a row, with the other rows as the baseline.
 *
 *   A_p = (f_p − mean f) / std f,   θ[d, k] ← θ[d, k] + α/P · Σ_p A_p · (1[c_pd = k] − π_d(k))
 *
 * Rows hold the numbers of choices. A fitness that is no number is an invalid row: it counts in no mean and teaches
 * nothing; when all valid rows are alike nothing is learnt. The centre is the most likely choice of each place.
 *
 * @throws RewardError GUERDON_OPTION when a place has no choice or there are fewer than two rows
 * @paper 112 §Mechanism 1, 5 (a group of configurations, group-relative update)
 *
 * ```ts doctest
 * import { categoricalSearch } from "@guerdon/lab/search";
 * const search = categoricalSearch({ choices: [2], population: 16, learningRate: 4 });
 * search.tell(search.ask().map((choice) => choice));
 * [...search.centre] // => [1]
 * ```
 */
export function categoricalSearch(options: CategoricalSearchOptions): Search {
  const { choices, population, learningRate = 1, seed = 0 } = options;
  check(choices, population);
  const dimension = choices.length;
  const key = streamKey(seed, "categorical-search");
  const starts = choices.map((_, d) => choices.slice(0, d).reduce((sum, size) => sum + size, 0));
  const logits = new Float64Array(choices.reduce((sum, size) => sum + size, 0));
  const chances = new Float64Array(logits.length);
  const rows = new Float64Array(population * dimension);
  const centre = new Float64Array(dimension);
  let asked = 0;
  const settle = (): void => {
    for (const [d, size] of choices.entries()) centre[d] = softmaxInto(logits, chances, starts[d] as number, size);
  };
  settle();
  return {
    population,
    dimension,
    centre,
    ask() {
      for (let i = 0; i < rows.length; i++) {
        const d = i % dimension;
        let [k, rest] = [0, uniformAt(key, asked * rows.length + i)];
        const [from, last] = [starts[d] as number, (choices[d] as number) - 1];
        while (k < last && rest >= (chances[from + k] as number)) rest -= chances[from + k++] as number;
        rows[i] = k;
      }
      return rows;
    },
    tell(fitness) {
      asked++;
      const valid = Array.from({ length: population }, (_, p) => p).filter((p) => Number.isFinite(fitness[p]));
      const mean = valid.reduce((sum, p) => sum + (fitness[p] as number), 0) / valid.length;
      const spread = Math.sqrt(valid.reduce((sum, p) => sum + ((fitness[p] as number) - mean) ** 2, 0) / valid.length);
      if (!(spread > 0)) return;
      const pace = learningRate / valid.length;
      for (const p of valid) {
        const push = (pace * ((fitness[p] as number) - mean)) / spread;
        for (const [d, size] of choices.entries()) {
          const from = starts[d] as number;
          for (let k = 0; k < size; k++) {
            const slope = (rows[p * dimension + d] === k ? 1 : 0) - (chances[from + k] as number);
            logits[from + k] = (logits[from + k] as number) + push * slope;
          }
        }
      }
      settle();
    },
    save: () => ({ logits: logits.slice(), asked: Float64Array.of(asked) }),
    restore: (state) => {
      logits.set(state.logits as Float64Array);
      asked = (state.asked as Float64Array)[0] as number;
      settle();
    },
  };
}

/** @returns the most likely choice */
function softmaxInto(logits: Float64Array, chances: Float64Array, from: number, size: number): number {
  let best = 0;
  for (let k = 1; k < size; k++) if ((logits[from + k] as number) > (logits[from + best] as number)) best = k;
  let total = 0;
  for (let k = 0; k < size; k++) {
    chances[from + k] = Math.exp((logits[from + k] as number) - (logits[from + best] as number));
    total += chances[from + k] as number;
  }
  for (let k = 0; k < size; k++) chances[from + k] = (chances[from + k] as number) / total;
  return best;
}

function check(choices: readonly number[], population: number): void {
  if (choices.length === 0 || !choices.every((size) => Number.isInteger(size) && size > 0)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`choices\` to be numbers of choices of at least 1, got [${choices.join(", ")}].`,
      { details: { choices: [...choices] } },
    );
  }
  if (!Number.isInteger(population) || population < 2) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`population\` to be a whole number of at least 2, got ${population}.`,
    );
  }
}
