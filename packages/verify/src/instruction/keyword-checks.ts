import { type Checkers, holds, numberOf, textOf, textsOf } from "./checker.ts";
import { countPattern, hasPattern } from "./count-pattern.ts";
import { countLiteral, strip } from "./words.ts";

/** Instructions about words and letters that must, or must not, occur. */
export const keywordChecks: Checkers = {
  "keywords:existence": (text, args) =>
    textsOf(args, "keywords").every((keyword) => hasPattern(text, keyword, { ignoreCase: true })),

  "keywords:frequency": (text, args) =>
    holds(args, countPattern(text, strip(textOf(args, "keyword")), { ignoreCase: true }), "frequency"),

  "keywords:forbidden_words": (text, args) =>
    !textsOf(args, "forbidden_words").some((word) => hasPattern(text, word, { ignoreCase: true, wholeWords: true })),

  "keywords:letter_frequency": (text, args) => {
    const letter = strip(textOf(args, "letter")).toLowerCase();
    return holds(args, countLiteral(text.toLowerCase(), letter), "let_frequency", "let_relation");
  },

  "language:response_language": (text, args, detect) => {
    const language = detect(text);
    return language === undefined || language === textOf(args, "language");
  },
};

/** Instructions that ask for the text to begin or end in a way, or to be two. */
export const frameChecks: Checkers = {
  "combination:two_responses": (text) => {
    const parts = text.split("******");
    const full = parts.map(strip);
    if (full.some((part, i) => part === "" && i !== 0 && i !== parts.length - 1)) return false;
    const given = full.filter((part) => part !== "");
    return given.length === 2 && given[0] !== given[1];
  },

  "combination:repeat_prompt": (text, args) =>
    strip(text)
      .toLowerCase()
      .startsWith(strip(textOf(args, "prompt_to_repeat")).toLowerCase()),

  "startend:end_checker": (text, args) =>
    stripQuotes(text)
      .toLowerCase()
      .endsWith(strip(textOf(args, "end_phrase")).toLowerCase()),

  "startend:quotation": (text) => {
    const inner = strip(text);
    return inner.length > 1 && inner.startsWith('"') && inner.endsWith('"');
  },

  "punctuation:no_comma": (text) => !text.includes(","),

  "multi-turn:constrained_start": (text, args) => {
    const start = strip(textOf(args, "starter"));
    return text.split("\n").some((line) => strip(line).startsWith(start));
  },
};

/** The text without blanks, then double quotes, at its ends. */
export function stripQuotes(text: string): string {
  const inner = strip(text);
  let from = 0;
  let to = inner.length;
  while (inner[from] === '"') from++;
  while (to > from && inner[to - 1] === '"') to--;
  return inner.slice(from, to);
}

/** Whether the paragraphs are as many as asked and the n-th starts with what `first` accepts. */
export function nthParagraph(
  text: string,
  args: Parameters<Checkers[string]>[1],
  first: (paragraph: string) => boolean,
): boolean {
  const paragraphs = text.split("\n\n");
  const count = paragraphs.filter((paragraph) => strip(paragraph) !== "").length;
  const nth = numberOf(args, "nth_paragraph");
  if (nth > count || count !== numberOf(args, "num_paragraphs")) return false;
  const paragraph = strip(paragraphs[nth - 1] ?? "");
  return paragraph !== "" && first(paragraph);
}
