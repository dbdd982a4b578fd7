import { streamKey, uniformAt } from "@guerdon/core/random";
import { GramIndex } from "./gram-index.ts";
import { languageGrams, MOST_GRAMS } from "./language-grams.ts";

/** How often each n-gram of one to three characters occurs in a language. */
export interface LanguageProfiles {
  readonly freq: { readonly [gram: string]: number };
  readonly n_words: readonly number[];
}

// Constants of the published algorithm: Shuyo, "Language Detection Library for Java", 2010.
const TRIALS = 7;
const ALPHA = 0.5;
const ALPHA_WIDTH = 0.05;
const ITERATIONS = 1000;
const BASE_FREQUENCY = 10_000;
const CONVERGED = 0.99999;
const LEAST = 0.1;
// Draws between two looks at the chances.
const STRIDE = 5;

/**
 * A naive Bayes classifier over n-grams drawn at random, averaged over seven trials; fewer when no trial left can change
 * the answer.
 *
 * @returns the likeliest language, `unknown` below a probability of 0.1, undefined where no n-gram is known
 */
export function rankLanguages(
  profiles: ReadonlyMap<string, LanguageProfiles>,
): (text: string, seed?: number) => string | undefined {
  const languages = [...profiles.keys()];
  const { index, table } = tableOf([...profiles.values()]);
  const usual = drawsOf(0);
  const grams = new Int32Array(MOST_GRAMS);
  const chance = new Float64Array(languages.length);
  const mean = new Float64Array(languages.length);
  return (text, seed = 0) => {
    const draws = seed === 0 ? usual : drawsOf(seed);
    const count = languageGrams(text, index, grams);
    if (count === 0) return undefined;
    mean.fill(0);
    for (let trial = 0; trial < TRIALS && !isDecided(mean, trial); trial++) {
      runTrial(chance, table, grams, count, draws[trial] as Float64Array);
      for (let k = 0; k < mean.length; k++) mean[k] = (mean[k] as number) + (chance[k] as number) / TRIALS;
    }
    const best = mean.indexOf(Math.max(...mean));
    return (mean[best] as number) > LEAST ? languages[best] : "unknown";
  };
}

/** The n-grams of all languages, and how likely each is in each language, one row after the other. */
function tableOf(profiles: readonly LanguageProfiles[]): { index: GramIndex; table: Float64Array } {
  const size = profiles.length;
  const rowOf = new Map<string, number>();
  for (const { freq, n_words } of profiles) {
    for (const gram in freq) if (gram.length <= n_words.length && !rowOf.has(gram)) rowOf.set(gram, rowOf.size);
  }
  const table = new Float64Array(rowOf.size * size);
  profiles.forEach(({ freq, n_words }, k) => {
    for (const gram in freq) {
      const total = n_words[gram.length - 1];
      if (total !== undefined) table[(rowOf.get(gram) as number) * size + k] = (freq[gram] as number) / total;
    }
  });
  return { index: new GramIndex([...rowOf.keys()]), table };
}

/** The random numbers of each trial, the same for every text. */
function drawsOf(seed: number): readonly Float64Array[] {
  const key = streamKey(seed, "rank-languages");
  return Array.from({ length: TRIALS }, (_, trial) =>
    Float64Array.from({ length: 12 + ITERATIONS + 6 }, (__, i) => uniformAt(key, trial * 4096 + i)),
  );
}

/** Whether the trials left, each of which adds at most 1 / TRIALS to a language, cannot put another in front. */
function isDecided(mean: Float64Array, trials: number): boolean {
  let first = 0;
  let second = 0;
  for (let k = 0; k < mean.length; k++) {
    const value = mean[k] as number;
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  return first - second > (TRIALS - trials) / TRIALS + 1e-9;
}

/** The chances of the languages after one trial, into `chance`. */
function runTrial(
  chance: Float64Array,
  table: Float64Array,
  grams: Int32Array,
  count: number,
  draws: Float64Array,
): void {
  const size = chance.length;
  chance.fill(1 / size);
  // A gaussian of the sum of twelve uniforms.
  let gauss = -6;
  for (let i = 0; i < 12; i++) gauss += draws[i] as number;
  const weight = (ALPHA + gauss * ALPHA_WIDTH) / BASE_FREQUENCY;
  const rowAt = (i: number): number => (grams[Math.floor((draws[12 + i] as number) * count)] as number) * size;
  const first = rowAt(0);
  for (let k = 0; k < size; k++) chance[k] = (chance[k] as number) * (weight + (table[first + k] as number));
  for (let i = 1; normalise(chance) <= CONVERGED && i <= ITERATIONS; i += STRIDE) {
    const a = rowAt(i);
    const b = rowAt(i + 1);
    const c = rowAt(i + 2);
    const d = rowAt(i + 3);
    const e = rowAt(i + 4);
    for (let k = 0; k < size; k++) {
      let value = chance[k] as number;
      value *= weight + (table[a + k] as number);
      value *= weight + (table[b + k] as number);
      value *= weight + (table[c + k] as number);
      value *= weight + (table[d + k] as number);
      value *= weight + (table[e + k] as number);
      chance[k] = value;
    }
  }
}

/** Makes the chances sum to 1; returns the largest. */
function normalise(chance: Float64Array): number {
  let sum = 0;
  let largest = 0;
  for (const value of chance) sum += value;
  for (let k = 0; k < chance.length; k++) {
    const value = (chance[k] as number) / sum;
    chance[k] = value;
    if (value > largest) largest = value;
  }
  return largest;
}
