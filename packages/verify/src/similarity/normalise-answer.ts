import { splitWords } from "./split-words.ts";

/** Signs SQuAD's evaluation drops: Python's `string.punctuation`. */
const PUNCTUATION = /[!-/:-@[-\u0060{-~]/g;
/** Python's `\b` knows letters and digits of all scripts. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/**
 * A short answer as SQuAD 1.1 compares it: lower case, without ASCII punctuation and English articles, single blanks.
 *
 * ```ts doctest
 * import { normaliseAnswer } from "@guerdon/verify/similarity";
 * normaliseAnswer("The  Eiffel-Tower!") // => "eiffeltower"
 * ```
 */
export function normaliseAnswer(text: string): string {
  return splitWords(text.toLowerCase().replace(PUNCTUATION, "").replace(ARTICLES, " ")).join(" ");
}
