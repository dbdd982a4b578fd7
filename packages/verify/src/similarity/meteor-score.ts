import { porterStem } from "./porter-stem.ts";

/** How METEOR weighs; names and defaults are NLTK's. */
export interface MeteorSettings {
  /** Weight of recall in the mean: 0.9 is nine to one. */
  readonly alpha?: number;
  /** Power of the fragmentation. */
  readonly beta?: number;
  /** Largest share the penalty takes. */
  readonly gamma?: number;
  /** Whether words that share a stem match. */
  readonly stemmer?: boolean;
}

/**
 * METEOR without synonyms: words are aligned when equal, then when their stems are; the mean of precision and recall
 * is lowered by the number of runs the alignment falls into.
 *
 *   (1 − γ (chunks / m)^β) · P R / (α P + (1 − α) R)
 *
 * Equal to NLTK's `single_meteor_score` with a WordNet that knows no synonym. 0 without a match.
 *
 * ```ts doctest
 * import { meteorScore } from "@guerdon/verify/similarity";
 * meteorScore(["the", "cat", "sat"], ["the", "cats", "sat"]).toFixed(4) // => "0.9815"
 * ```
 */
export function meteorScore(
  candidate: readonly string[],
  reference: readonly string[],
  { alpha = 0.9, beta = 3, gamma = 0.5, stemmer = true }: MeteorSettings = {},
): number {
  const mine = candidate.map((word) => word.toLowerCase());
  const gold = reference.map((word) => word.toLowerCase());
  const partner = new Int32Array(mine.length).fill(-1);
  const free = new Uint8Array(gold.length).fill(1);
  let matched = align(mine, gold, partner, free);
  if (stemmer && matched < mine.length && matched < gold.length) {
    matched += align(
      mine.map((word, i) => ((partner[i] as number) < 0 ? porterStem(word) : word)),
      gold.map((word, j) => (free[j] === 1 ? porterStem(word) : word)),
      partner,
      free,
    );
  }
  if (matched === 0) return 0;
  const precision = matched / mine.length;
  const recall = matched / gold.length;
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  return (1 - gamma * (countChunks(partner) / matched) ** beta) * mean;
}

/** Gives each word without a partner, from the last, the last free equal gold word. */
function align(mine: readonly string[], gold: readonly string[], partner: Int32Array, free: Uint8Array): number {
  // The last free place of each word, and before each place the one of the same word.
  const last = new Map<string, number>();
  const before = new Int32Array(gold.length);
  for (let j = 0; j < gold.length; j++) {
    if (free[j] === 0) continue;
    const word = gold[j] as string;
    before[j] = last.get(word) ?? -1;
    last.set(word, j);
  }
  let matched = 0;
  for (let i = mine.length - 1; i >= 0; i--) {
    if ((partner[i] as number) >= 0) continue;
    const word = mine[i] as string;
    const place = last.get(word);
    if (place === undefined || place < 0) continue;
    last.set(word, before[place] as number);
    partner[i] = place;
    free[place] = 0;
    matched++;
  }
  return matched;
}

/** Runs of matches that are adjacent in both texts. */
function countChunks(partner: Int32Array): number {
  let chunks = 0;
  for (let i = 0; i < partner.length; i++) {
    const place = partner[i] as number;
    if (place >= 0 && (i === 0 || (partner[i - 1] as number) < 0 || place !== (partner[i - 1] as number) + 1)) chunks++;
  }
  return chunks;
}
