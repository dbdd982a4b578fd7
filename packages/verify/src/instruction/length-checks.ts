import { type Checkers, holds, numberOf, textOf } from "./checker.ts";
import { nthParagraph } from "./keyword-checks.ts";
import { punktSentences } from "./punkt-sentences.ts";
import { wordTokens } from "./word-tokens.ts";
import { countWords, isLower, isUpper, split, strip } from "./words.ts";

/** Instructions about how much is written. */
export const lengthChecks: Checkers = {
  "length_constraints:number_words": (text, args) => holds(args, countWords(text), "num_words"),

  "length_constraints:number_sentences": (text, args) => holds(args, punktSentences(text).length, "num_sentences"),

  "length_constraints:number_paragraphs": (text, args) => {
    const parts = text.split("***").map(strip);
    let count = parts.length;
    for (const [i, part] of parts.entries()) {
      if (part !== "") continue;
      if (i !== 0 && i !== parts.length - 1) return false;
      count--;
    }
    return count === numberOf(args, "num_paragraphs");
  },

  "length_constraints:nth_paragraph_first_word": (text, args) =>
    nthParagraph(text, args, (paragraph) => {
      const word = (split(paragraph)[0] ?? "").replace(/^'*"*/u, "");
      const [first = ""] = word.split(/[.,?!'"]/u, 1);
      return first.toLowerCase() === textOf(args, "first_word").toLowerCase();
    }),
};

/** Instructions about capital and small letters. */
export const caseChecks: Checkers = {
  "change_case:capital_word_frequency": (text, args) =>
    holds(args, wordTokens(text).filter(isUpper).length, "capital_frequency", "capital_relation"),

  "change_case:english_capital": (text, _, detect) => isUpper(text) && isLanguage(detect(text), "en"),

  "change_case:english_lowercase": (text, _, detect) => isLower(text) && isLanguage(detect(text), "en"),
};

/** Whether the detected language is the one asked for; a text without letters counts as such. */
export function isLanguage(detected: string | undefined, wanted: string): boolean {
  return detected === undefined || detected === wanted;
}
