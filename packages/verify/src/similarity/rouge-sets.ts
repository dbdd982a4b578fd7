import { internTokens } from "./intern-tokens.ts";
import { lcsIndices } from "./lcs-indices.ts";
import { lcsLength } from "./lcs-length.ts";
import type { Overlap } from "./rouge-score.ts";
import { splitWords } from "./split-words.ts";

/**
 * ROUGE as the Python package `rouge` (pltrdy) has it: sets of n-grams, words are not folded.
 *
 * ROUGE-N counts each n-gram once; F1 has 1e-8 added below. Release 1 ends sentences at full stops; its ROUGE-L counts
 * the words of the reference that are in a longest common subsequence with a sentence of the candidate, each once, over
 * the sets of words. Release 0 splits nothing; its ROUGE-L is the length of the longest common subsequence over the
 * numbers of words, with β = precision / recall in its F-measure.
 *
 * ```ts doctest
 * import { rougeSets } from "@guerdon/verify/similarity";
 * rougeSets("a a b", "a b b", "rouge1").precision // => 1
 * ```
 */
export function rougeSets(
  candidate: string,
  reference: string,
  type: "rouge1" | "rouge2" | "rougeL",
  release: 0 | 1 = 1,
): Overlap {
  const split = release === 0 ? (text: string): string[][] => [splitWords(text)] : sentencesOf;
  const mine = split(candidate);
  const gold = split(reference);
  if (type === "rougeL") return release === 0 ? lengthOverlap(mine.flat(), gold.flat()) : unionOverlap(mine, gold);
  const order = type === "rouge1" ? 1 : 2;
  const grams = gramSet(mine.flat(), order);
  const goldGrams = gramSet(gold.flat(), order);
  let common = 0;
  for (const gram of grams) if (goldGrams.has(gram)) common++;
  return smoothed(common, grams.size, goldGrams.size);
}

function sentencesOf(text: string): string[][] {
  return text
    .split(".")
    .filter((sentence) => sentence !== "")
    .map((sentence) => {
      const words = splitWords(sentence);
      return words.length === 0 ? [""] : words;
    });
}

function gramSet(words: readonly string[], order: number): Set<string> {
  const grams = new Set<string>();
  for (let i = 0; i + order <= words.length; i++) grams.add(words.slice(i, i + order).join(" "));
  return grams;
}

function unionOverlap(mine: readonly string[][], gold: readonly string[][]): Overlap {
  const numbered = internTokens([...mine, ...gold]);
  const union = new Set<number>();
  for (const sentence of numbered.slice(mine.length)) {
    for (const other of numbered.slice(0, mine.length)) {
      // With rows and columns exchanged the path goes back as this package's does.
      for (const at of lcsIndices(other, sentence)) union.add(other[at] as number);
    }
  }
  return smoothed(union.size, new Set(mine.flat()).size, new Set(gold.flat()).size);
}

function smoothed(common: number, size: number, goldSize: number): Overlap {
  const precision = size === 0 ? 0 : common / size;
  const recall = goldSize === 0 ? 0 : common / goldSize;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall + 1e-8) };
}

function lengthOverlap(mine: readonly string[], gold: readonly string[]): Overlap {
  const [a, b] = internTokens([mine, gold]) as [Int32Array, Int32Array];
  const common = lcsLength(a, b);
  const precision = a.length === 0 ? 0 : common / a.length;
  const recall = b.length === 0 ? 0 : common / b.length;
  const square = (precision / (recall + 1e-12)) ** 2;
  return { precision, recall, f1: ((1 + square) * precision * recall) / (recall + square * precision + 1e-12) };
}
