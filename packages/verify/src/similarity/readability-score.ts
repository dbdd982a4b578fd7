import { countSyllables } from "./count-syllables.ts";
import { splitWords } from "./split-words.ts";

export const READABILITY_FORMULAS = [
  "flesch-reading-ease",
  "flesch-kincaid-grade",
  "gunning-fog",
  "smog",
  "coleman-liau",
  "automated-readability",
  "lix",
] as const;

export type ReadabilityFormula = (typeof READABILITY_FORMULAS)[number];

/** What readability formulas count. */
export interface TextCounts {
  readonly sentences: number;
  readonly words: number;
  readonly letters: number;
  readonly syllables: number;
  /** Words of three syllables or more. */
  readonly polysyllables: number;
  /** Words of more than six letters. */
  readonly longWords: number;
}

const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/** The counts of an English text; a sentence ends at `.`, `!`, `?` or a line, one of at most two words counts with its neighbour. */
export function textCounts(text: string): TextCounts {
  let words = 0;
  let letters = 0;
  let syllables = 0;
  let polysyllables = 0;
  let longWords = 0;
  let sentences = 0;
  let inSentence = 0;
  for (const raw of splitWords(text)) {
    const word = raw.slice(0, 256).replace(EDGES, "");
    if (word !== "") {
      const spoken = countSyllables(word);
      words++;
      inSentence++;
      letters += word.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      syllables += spoken;
      if (spoken >= 3) polysyllables++;
      if (word.length > 6) longWords++;
    }
    if (/[.!?]["')\]]*$/.test(raw)) {
      if (inSentence > 2) sentences++;
      inSentence = 0;
    }
  }
  if (inSentence > 2) sentences++;
  return { sentences: Math.max(1, sentences), words, letters, syllables, polysyllables, longWords };
}

/**
 * The value of a readability formula for counts.
 *
 *   Flesch reading ease: 206.835 − 1.015 w/s − 84.6 y/w (Flesch 1948)
 *   Flesch–Kincaid grade: 0.39 w/s + 11.8 y/w − 15.59 (Kincaid 1975)
 *   Gunning fog: 0.4 (w/s + 100 p/w) (Gunning 1952);  SMOG: 1.043 √(30 p/s) + 3.1291 (McLaughlin 1969)
 *   Coleman–Liau: 5.88 l/w − 29.6 s/w − 15.8 (1975);  automated readability: 4.71 l/w + 0.5 w/s − 21.43 (1967)
 *   LIX: w/s + 100 long/w (Björnsson 1968)
 *
 * w words, s sentences, y syllables, p words of three syllables or more, l letters and digits.
 *
 * ```ts doctest
 * import { readabilityScore, textCounts } from "@guerdon/verify/similarity";
 * readabilityScore(textCounts("The cat sat on the mat."), "flesch-reading-ease").toFixed(1) // => "116.1"
 * ```
 */
export function readabilityScore(counts: TextCounts, formula: ReadabilityFormula): number {
  const { sentences: s, words: w, letters: l, syllables: y, polysyllables: p, longWords } = counts;
  if (w === 0) return 0;
  switch (formula) {
    case "flesch-reading-ease":
      return 206.835 - (1.015 * w) / s - (84.6 * y) / w;
    case "flesch-kincaid-grade":
      return (0.39 * w) / s + (11.8 * y) / w - 15.59;
    case "gunning-fog":
      return 0.4 * (w / s + (100 * p) / w);
    case "smog":
      return 1.043 * Math.sqrt((30 * p) / s) + 3.1291;
    case "coleman-liau":
      return (5.88 * l) / w - (29.6 * s) / w - 15.8;
    case "automated-readability":
      return (4.71 * l) / w + (0.5 * w) / s - 21.43;
    case "lix":
      return w / s + (100 * longWords) / w;
  }
}
