import { codePoints } from "./code-points.ts";
import { internTokens } from "./intern-tokens.ts";
import { matchNgrams } from "./match-ngrams.ts";
import { splitWords } from "./split-words.ts";

/** How chrF is computed; names and defaults are sacreBLEU's. */
export interface ChrfSettings {
  readonly charOrder?: number;
  /** 0: chrF, 2: chrF++. */
  readonly wordOrder?: number;
  /** Weight of recall against precision. */
  readonly beta?: number;
  readonly lowercase?: boolean;
  /** Whether character n-grams reach over white space. */
  readonly whitespace?: boolean;
  /** The smoothing of chrF++.py, Moses and NLTK, instead of leaving out orders without n-grams. */
  readonly epsSmoothing?: boolean;
}

/** Three numbers for each order: n-grams of the candidate, of the reference, and common ones. */
type ChrfCounts = number[];

interface Prepared {
  readonly points: Int32Array;
  readonly words: readonly string[];
}

/**
 * chrF or chrF++ of one text, 0 … 1; the best over its references.
 *
 * ```ts doctest
 * import { sentenceChrf } from "@guerdon/verify/similarity";
 * sentenceChrf("same", ["same", "other"]) // => 1
 * ```
 */
export function sentenceChrf(candidate: string, references: readonly string[], settings: ChrfSettings = {}): number {
  return chrfOf(bestCounts(candidate, references, settings), settings);
}

/**
 * chrF or chrF++ of a corpus, 0 … 1: counts against the best reference of each segment, added up.
 *
 * @param references - for each candidate, its references
 */
export function corpusChrf(
  candidates: readonly string[],
  references: readonly (readonly string[])[],
  settings: ChrfSettings = {},
): number {
  const { charOrder = 6, wordOrder = 0 } = settings;
  const sum: ChrfCounts = new Array<number>(3 * (charOrder + wordOrder)).fill(0);
  candidates.forEach((candidate, i) => {
    bestCounts(candidate, references[i] ?? [], settings).forEach((count, k) => {
      sum[k] = (sum[k] as number) + count;
    });
  });
  return chrfOf(sum, settings);
}

function bestCounts(candidate: string, references: readonly string[], settings: ChrfSettings): ChrfCounts {
  const mine = prepare(candidate, settings);
  let best: ChrfCounts = [];
  let score = -1;
  for (const reference of references) {
    const counts = countsOf(mine, prepare(reference, settings), settings);
    if (references.length === 1) return counts;
    const value = chrfOf(counts, settings);
    if (value <= score) continue;
    score = value;
    best = counts;
  }
  return best;
}

function prepare(given: string, { wordOrder = 0, lowercase = false, whitespace = false }: ChrfSettings): Prepared {
  const text = lowercase ? given.toLowerCase() : given;
  const words = whitespace && wordOrder === 0 ? [] : splitWords(text);
  const points = codePoints(whitespace ? text : words.join(""));
  return { points, words: wordOrder === 0 ? [] : splitPunctuation(words) };
}

/** Signs of ASCII. */
function isPunctuation(code: number): boolean {
  return (
    (code >= 33 && code <= 47) ||
    (code >= 58 && code <= 64) ||
    (code >= 91 && code <= 96) ||
    (code >= 123 && code <= 126)
  );
}

/** A sign at the end of a word, else one at its start, is a word of its own. */
function splitPunctuation(words: readonly string[]): string[] {
  const parts: string[] = [];
  for (const word of words) {
    const { length } = word;
    const single = length < 2 || (length === 2 && (word.codePointAt(0) as number) > 0xffff);
    if (single) parts.push(word);
    else if (isPunctuation(word.charCodeAt(length - 1))) parts.push(word.slice(0, -1), word.slice(-1));
    else if (isPunctuation(word.charCodeAt(0))) parts.push(word.slice(0, 1), word.slice(1));
    else parts.push(word);
  }
  return parts;
}

function countsOf(a: Prepared, b: Prepared, { charOrder = 6, wordOrder = 0 }: ChrfSettings): ChrfCounts {
  const counts: ChrfCounts = [];
  addOrders(a.points, b.points, charOrder, counts);
  if (wordOrder > 0) {
    const [mine, gold] = internTokens([a.words, b.words]) as [Int32Array, Int32Array];
    addOrders(mine, gold, wordOrder, counts);
  }
  return counts;
}

function addOrders(a: Int32Array, b: Int32Array, orders: number, counts: ChrfCounts): void {
  const matched = matchNgrams(a, [b], orders);
  for (let n = 0; n < orders; n++) {
    const gold = Math.max(0, b.length - n);
    counts.push(gold === 0 ? 0 : Math.max(0, a.length - n), gold, matched[n] as number);
  }
}

const EPS = 1e-16;

function chrfOf(counts: ChrfCounts, { beta = 2, epsSmoothing = false }: ChrfSettings): number {
  const factor = beta * beta;
  const orders = counts.length / 3;
  let smoothed = 0;
  let precisions = 0;
  let recalls = 0;
  let effective = 0;
  for (let n = 0; n < orders; n++) {
    const [mine, gold, matched] = counts.slice(3 * n, 3 * n + 3) as [number, number, number];
    const precision = mine > 0 ? matched / mine : EPS;
    const recall = gold > 0 ? matched / gold : EPS;
    const below = factor * precision + recall;
    smoothed += below > 0 ? ((1 + factor) * precision * recall) / below : EPS;
    if (mine === 0 || gold === 0) continue;
    precisions += precision;
    recalls += recall;
    effective++;
  }
  if (epsSmoothing) return orders === 0 ? 0 : smoothed / orders;
  if (precisions + recalls === 0) return 0;
  const precision = precisions / effective;
  const recall = recalls / effective;
  return ((1 + factor) * precision * recall) / (factor * precision + recall);
}
