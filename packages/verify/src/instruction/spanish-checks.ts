import { type Checkers, holds, numberOf, textOf } from "./checker.ts";
import { countPattern } from "./count-pattern.ts";
import { countBullets, countHighlights, countPlaceholders, isStarBullet } from "./format-checks.ts";
import { nthParagraph, stripQuotes } from "./keyword-checks.ts";
import { isLanguage } from "./length-checks.ts";
import { spanishSentences, spanishWords } from "./spanish-words.ts";
import { isLower, isUpper, PUNCTUATION, split, strip } from "./words.ts";

/** What M-IFEval asks for in Spanish, where it is not what IFEval asks for in English. */
export const spanishChecks: Checkers = {
  "length_constraints:number_sentences": (text, args) =>
    holds(args, spanishSentences(withoutListMarks(text)).length, "num_sentences"),
  "length_constraints:number_words": (text, args) =>
    holds(args, spanishWords(withoutListMarks(text)).length, "num_words"),
  "length_constraints:nth_paragraph_first_word": (text, args) =>
    nthParagraph(text, args, (paragraph) => {
      const wanted = split(textOf(args, "first_word").toLowerCase());
      const got = split(paragraph).slice(0, wanted.length).map(withoutMarks);
      return got.length === wanted.length && got.every((word, i) => word === wanted[i]);
    }),
  "detectable_content:number_placeholders": (text, args) =>
    countPlaceholders(text) >= numberOf(args, "num_placeholders"),
  "detectable_content:postscript": (text, args) => {
    const marker = strip(textOf(args, "postscript_marker"));
    const low = text.toLowerCase();
    if (marker === "P.D.") return /p\.\s?d\./u.test(low);
    return marker === "Nota" ? low.includes("nota") : countPattern(low, marker.toLowerCase()) > 0;
  },
  "detectable_format:number_bullet_lists": (text, args) =>
    countBullets(text, isStarBullet) === numberOf(args, "num_bullets"),
  "detectable_format:constrained_response": (text) => ["Sí.", "No.", "Quizás."].some((option) => text.includes(option)),
  "detectable_format:number_highlighted_sections": (text, args) =>
    countHighlights(text) >= numberOf(args, "num_highlights"),
  "change_case:capital_word_frequency": (text, args) =>
    holds(args, spanishWords(text).filter(isUpper).length, "capital_frequency", "capital_relation"),
  "change_case:spanish_capital": (text, _, detect) =>
    !/\p{Lowercase}|\p{Lt}/u.test(text.normalize("NFKD")) && isLanguage(detect(text.toLowerCase()), "es"),
  "change_case:spanish_lowercase": (text, _, detect) => isLower(text) && isLanguage(detect(text), "es"),
  "punctuation:question_marks": (text) => isEnclosed(text, "¿", "?"),
  "punctuation:exclamation_marks": (text) => isEnclosed(text, "¡", "!"),
  "special_character:enie": (text, args) => countWith(text, /ñ/iu) === numberOf(args, "let_frequency"),
  "special_character:dieresis": (text, args) => countWith(text, /ü/iu) === numberOf(args, "let_frequency"),
  "special_character:tildes": (text, args) => holds(args, countWith(text, /[áéíóúÁÉÍÓÚ]/u), "num_words"),
  "startend:end_checker": (text, args) =>
    stripQuotes(text)
      .replace(/\.$/u, "")
      .toLowerCase()
      .endsWith(strip(textOf(args, "end_phrase")).toLowerCase()),
};

function withoutMarks(word: string): string {
  return [...word]
    .filter((character) => !PUNCTUATION.includes(character))
    .join("")
    .toLowerCase();
}

/** The lines without the number, star or hyphen of a list. */
function withoutListMarks(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:\d+\.\s*|[-*]\s*)/u, ""))
    .join("\n");
}

function countWith(text: string, sign: RegExp): number {
  return spanishWords(text).filter((word) => sign.test(word)).length;
}

function isEnclosed(text: string, open: string, close: string): boolean {
  for (let from = text.indexOf(open); from >= 0; from = text.indexOf(open, from + 1)) {
    const to = text.indexOf(close, from);
    if (to < 0) return false;
    if (strip(text.slice(from, to)).replaceAll(open, "").trim() !== "") return true;
  }
  return false;
}
