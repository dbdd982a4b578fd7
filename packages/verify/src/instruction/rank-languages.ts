import { streamKey, uniformAt } from "@guerdon/core/random";
import { languageGrams } from "./language-grams.ts";

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

/**
 * A naive Bayes classifier over n-grams drawn at random, averaged over seven trials.
 *
 * @returns the likeliest language, `unknown` below a probability of 0.1, undefined where no n-gram is known
 */
export function rankLanguages(profiles: ReadonlyMap<string, LanguageProfiles>): (text: string) => string | undefined {
  const languages = [...profiles.keys()];
  const table = new Map<string, Float64Array>();
  languages.forEach((language, k) => {
    const { freq, n_words } = profiles.get(language) as LanguageProfiles;
    for (const gram in freq) {
      const total = n_words[gram.length - 1];
      if (total === undefined) continue;
      let row = table.get(gram);
      if (row === undefined) {
        row = new Float64Array(languages.length);
        table.set(gram, row);
      }
      row[k] = (freq[gram] as number) / total;
    }
  });
  const draws = Array.from({ length: TRIALS }, (_, trial) => drawsOf(trial));
  return (text) => {
    const rows = languageGrams(text).flatMap((gram) => table.get(gram) ?? []);
    if (rows.length === 0) return undefined;
    const mean = new Float64Array(languages.length);
    for (const own of draws) addTrial(mean, rows, own);
    const best = mean.indexOf(Math.max(...mean));
    return (mean[best] as number) > LEAST ? languages[best] : "unknown";
  };
}

/** The random numbers of a trial, the same for every text. */
function drawsOf(trial: number): Float64Array {
  const key = streamKey(0, "rank-languages");
  return Float64Array.from({ length: 12 + ITERATIONS + 6 }, (_, i) => uniformAt(key, trial * 4096 + i));
}

function addTrial(mean: Float64Array, rows: readonly Float64Array[], draws: Float64Array): void {
  const size = mean.length;
  const chance = new Float64Array(size).fill(1 / size);
  // A gaussian of the sum of twelve uniforms.
  let gauss = -6;
  for (let i = 0; i < 12; i++) gauss += draws[i] as number;
  const weight = (ALPHA + gauss * ALPHA_WIDTH) / BASE_FREQUENCY;
  for (let i = 0; ; i++) {
    const row = rows[Math.floor((draws[12 + i] as number) * rows.length)] as Float64Array;
    for (let k = 0; k < size; k++) chance[k] = (chance[k] as number) * (weight + (row[k] as number));
    if (i % 5 === 0 && (normalise(chance) > CONVERGED || i >= ITERATIONS)) break;
  }
  for (let k = 0; k < size; k++) mean[k] = (mean[k] as number) + (chance[k] as number) / TRIALS;
}

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
