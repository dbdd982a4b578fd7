import { internTokens } from "./intern-tokens.ts";
import { markSubsequences } from "./lcs-indices.ts";
import { lcsLength } from "./lcs-length.ts";
import { matchNgrams } from "./match-ngrams.ts";
import { numberRougeWords } from "./number-rouge-words.ts";
import { porterStem } from "./porter-stem.ts";

/** Precision, recall and F1 of an overlap, each 0 … 1. */
export interface Overlap {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export type RougeType = `rouge${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | "rougeL" | "rougeLsum";

export interface RougeSettings {
  /** Compares Porter stems of the words of more than three letters. */
  readonly stemmer?: boolean;
  /** Where `rougeLsum` ends a sentence. */
  readonly sentences?: "newline" | "punctuation";
}

/**
 * ROUGE of a candidate against one reference, as google-research's rouge_score has it.
 *
 * Words are runs of a–z and 0–9 in lower case. `rougeN`: clipped n-gram matches; `rougeL`: longest common subsequence;
 * `rougeLsum`: for each sentence of the reference, the union of its longest common subsequences with the sentences of
 * the candidate, no word counted more often than either text has it.
 *
 * ```ts doctest
 * import { rougeScore } from "@guerdon/verify/similarity";
 * rougeScore("the cat", "the cat sat", "rougeL").recall.toFixed(2) // => "0.67"
 * ```
 */
export function rougeScore(
  candidate: string,
  reference: string,
  type: RougeType,
  settings: RougeSettings = {},
): Overlap {
  if (type === "rougeLsum") return summaryOverlap(candidate, reference, settings);
  const { stemmer = false } = settings;
  const [mine, gold] = stemmer
    ? (internTokens([rougeWords(candidate, true), rougeWords(reference, true)]) as [Int32Array, Int32Array])
    : numberRougeWords(candidate, reference);
  if (type === "rougeL") return overlapOf(lcsLength(mine, gold), mine.length, gold.length);
  const order = Number(type.slice(5));
  const grams = (tokens: Int32Array): number => Math.max(0, tokens.length - order + 1);
  const matched = matchNgrams(mine, [gold], order)[order - 1] as number;
  return overlapOf(matched, grams(mine), grams(gold));
}

/** The words ROUGE compares. */
export function rougeWords(text: string, stemmer = false): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return stemmer ? words.map((word) => (word.length > 3 ? porterStem(word) : word)) : words;
}

/** What a number of matches is of the sizes of two texts. */
export function overlapOf(matched: number, size: number, goldSize: number): Overlap {
  const precision = matched / Math.max(1, size);
  const recall = matched / Math.max(1, goldSize);
  return { precision, recall, f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0 };
}

const SENTENCE_END = /(?<=[.!?])\s+|\n/;

function summaryOverlap(
  candidate: string,
  reference: string,
  { stemmer = false, sentences = "newline" }: RougeSettings,
): Overlap {
  const split = (text: string): string[][] =>
    text.split(sentences === "newline" ? "\n" : SENTENCE_END).map((line) => rougeWords(line, stemmer));
  const mine = split(candidate);
  const gold = split(reference);
  const numbered = internTokens([...mine, ...gold]);
  const mineTokens = numbered.slice(0, mine.length).filter(({ length }) => length > 0);
  const goldTokens = numbered.slice(mine.length);
  const unions = goldTokens.map(({ length }) => new Uint8Array(length));
  for (const other of mineTokens) markSubsequences(goldTokens, other, unions);
  const symbols = 1 + numbered.reduce((most, sentence) => sentence.reduce((a, b) => Math.max(a, b), most), 0);
  const [leftMine, leftGold] = [countTokens(mineTokens, symbols), countTokens(goldTokens, symbols)];
  let matched = 0;
  goldTokens.forEach((sentence, k) => {
    for (let i = 0; i < sentence.length; i++) {
      const token = sentence[i] as number;
      if (unions[k]?.[i] !== 1 || leftMine[token] === 0 || leftGold[token] === 0) continue;
      leftMine[token] = (leftMine[token] as number) - 1;
      leftGold[token] = (leftGold[token] as number) - 1;
      matched++;
    }
  });
  return overlapOf(matched, sizeOf(mineTokens), sizeOf(goldTokens));
}

/** How often the texts have each token. */
function countTokens(sentences: readonly Int32Array[], symbols: number): Int32Array {
  const counts = new Int32Array(symbols);
  for (const sentence of sentences)
    for (let i = 0; i < sentence.length; i++)
      counts[sentence[i] as number] = (counts[sentence[i] as number] as number) + 1;
  return counts;
}

function sizeOf(sentences: readonly Int32Array[]): number {
  return sentences.reduce((sum, { length }) => sum + length, 0);
}
