import { punktSentences } from "./punkt-sentences.ts";
import { split, strip } from "./words.ts";

// The rules of the Penn Treebank tokenizer (MacIntyre) with NLTK's quotes, in its order.
type Rule = readonly [RegExp, string];

const BEFORE: readonly Rule[] = [
  [/([«“‘„]|\u0060+)/gu, " $1 "],
  [/^"/gu, "``"],
  [/(\u0060{2})/gu, " $1 "],
  [/([ ([{<])("|'{2})/gu, "$1 `` "],
  [/(?<![\p{L}\p{N}_])'(?!(?:re|ve|ll|m|t|s|d|n)(?![\p{L}\p{N}_]))(?=[\p{L}\p{N}_])/giu, "' "],
  [/([^.])(\.)([\])}>"'»”’ ]*)$/gu, "$1 $2 $3 "],
  [/([:,])([^\d])/gu, " $1 $2"],
  [/([:,])$/gu, " $1 "],
  [/\.{2,}/gu, " $& "],
  [/[;@#$%&]/gu, " $& "],
  [/[\u2012-\u2015]/gu, " $& "],
  [/([^.])(\.)([\])}>"']*)$/gu, "$1 $2$3 "],
  [/[?!]/gu, " $& "],
  [/([^'])' /gu, "$1 ' "],
  [/[*]/gu, " $& "],
  [/[[\](){}<>]/gu, " $& "],
  [/--/gu, " -- "],
];

const AFTER: readonly Rule[] = [
  [/([»”’])/gu, " $1 "],
  [/''/gu, " '' "],
  [/"/gu, " '' "],
  [/\s+/gu, " "],
  [/([^' ])('[sS]|'[mM]|'[dD]|') /gu, "$1 $2 "],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, "$1 $2 "],
  [/\b(can)(not)\b/giu, " $1 $2 "],
  [/\b(d)('ye)\b/giu, " $1 $2 "],
  [/\b(gim)(me)\b/giu, " $1 $2 "],
  [/\b(gon)(na)\b/giu, " $1 $2 "],
  [/\b(got)(ta)\b/giu, " $1 $2 "],
  [/\b(lem)(me)\b/giu, " $1 $2 "],
  [/\b(more)('n)\b/giu, " $1 $2 "],
  [/\b(wan)(na)(?=\s)/giu, " $1 $2 "],
  [/ ('t)(is)\b/giu, " $1 $2 "],
  [/ ('t)(was)\b/giu, " $1 $2 "],
];

/**
 * Splits a text into words and signs as `word_tokenize` of NLTK does.
 *
 * ```ts doctest
 * import { wordTokens } from "@guerdon/verify/instruction";
 * wordTokens("It's late (very).") // => ["It", "'s", "late", "(", "very", ")", "."]
 * ```
 */
export function wordTokens(text: string, language: "en" | "fr" = "en"): readonly string[] {
  return punktSentences(text, language).flatMap(sentenceTokens);
}

function sentenceTokens(sentence: string): readonly string[] {
  const padded = BEFORE.reduce(replace, strip(sentence));
  return split(AFTER.reduce(replace, ` ${padded} `));
}

function replace(text: string, [pattern, by]: Rule): string {
  return text.replace(pattern, by);
}
