import { internTokens } from "./intern-tokens.ts";
import { lcsIndices } from "./lcs-indices.ts";
import { lcsLength } from "./lcs-length.ts";
import { matchNgrams } from "./match-ngrams.ts";
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
  const [mine, gold] = internTokens([rougeWords(candidate, stemmer), rougeWords(reference, stemmer)]) as [
    Int32Array,
    Int32Array,
  ];
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
  const leftMine = countTokens(mineTokens);
  const leftGold = countTokens(goldTokens);
  let matched = 0;
  for (const sentence of goldTokens) {
    const union = new Uint8Array(sentence.length);
    for (const other of mineTokens) for (const at of lcsIndices(sentence, other)) union[at] = 1;
    for (let i = 0; i < union.length; i++) {
      if (union[i] === 1 && takeOne(leftMine, leftGold, sentence[i] as number)) matched++;
    }
  }
  return overlapOf(matched, sizeOf(mineTokens), sizeOf(goldTokens));
}

function countTokens(sentences: readonly Int32Array[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const sentence of sentences) for (const token of sentence) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

function takeOne(a: Map<number, number>, b: Map<number, number>, token: number): boolean {
  const inA = a.get(token) ?? 0;
  const inB = b.get(token) ?? 0;
  if (inA === 0 || inB === 0) return false;
  a.set(token, inA - 1);
  b.set(token, inB - 1);
  return true;
}

function sizeOf(sentences: readonly Int32Array[]): number {
  return sentences.reduce((sum, { length }) => sum + length, 0);
}
