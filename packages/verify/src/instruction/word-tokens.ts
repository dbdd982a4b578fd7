import { punktSentences } from "./punkt-sentences.ts";
import { split, strip } from "./words.ts";

// The rules of the Penn Treebank tokenizer (MacIntyre) with NLTK's quotes, in its order.
// A rule runs where a sentence has one of the signs without which it finds nothing.
type Rule = readonly [signs: number, pattern: RegExp, by: string];

const BACKTICK = 1;
const QUOTE = 2;
const APOSTROPHE = 4;
const PERIOD = 8;
const ELLIPSIS = 16;
const COMMA = 32;
const MARK = 64;
const QUESTION = 128;
const STAR = 256;
const BRACKET = 512;
const HYPHEN = 1024;
const BEYOND_ASCII = 2048;
/** Two of m, n or t. */
const DOUBLE = 4096;

const SIGNS: readonly (readonly [string, number])[] = [
  ["\u0060", BACKTICK],
  ['"', QUOTE],
  ["'", APOSTROPHE],
  [".", PERIOD],
  [":,", COMMA],
  [";@#$%&", MARK],
  ["?!", QUESTION],
  ["*", STAR],
  ["[](){}<>", BRACKET],
  ["-", HYPHEN],
];
const SIGN_OF = new Uint16Array(128);
for (const [characters, sign] of SIGNS) for (const character of characters) SIGN_OF[character.charCodeAt(0)] = sign;

const BEFORE: readonly Rule[] = [
  [BACKTICK | BEYOND_ASCII, /([«“‘„]|\u0060+)/gu, " $1 "],
  [QUOTE, /^"/gu, "``"],
  [BACKTICK | QUOTE, /(\u0060{2})/gu, " $1 "],
  [QUOTE | APOSTROPHE, /([ ([{<])("|'{2})/gu, "$1 `` "],
  [APOSTROPHE, /(?<![\p{L}\p{N}_])'(?!(?:re|ve|ll|m|t|s|d|n)(?![\p{L}\p{N}_]))(?=[\p{L}\p{N}_])/giu, "' "],
  [PERIOD, /([^.])(\.)([\])}>"'»”’ ]*)$/gu, "$1 $2 $3 "],
  [COMMA, /([:,])([^\d])/gu, " $1 $2"],
  [COMMA, /([:,])$/gu, " $1 "],
  [ELLIPSIS, /\.{2,}/gu, " $& "],
  [MARK, /[;@#$%&]/gu, " $& "],
  [BEYOND_ASCII, /[\u2012-\u2015]/gu, " $& "],
  [PERIOD, /([^.])(\.)([\])}>"']*)$/gu, "$1 $2$3 "],
  [QUESTION, /[?!]/gu, " $& "],
  [APOSTROPHE, /([^'])' /gu, "$1 ' "],
  [STAR, /[*]/gu, " $& "],
  [BRACKET, /[[\](){}<>]/gu, " $& "],
  [HYPHEN, /--/gu, " -- "],
];

const AFTER: readonly Rule[] = [
  [BEYOND_ASCII, /([»”’])/gu, " $1 "],
  [APOSTROPHE, /''/gu, " '' "],
  [QUOTE, /"/gu, " '' "],
  [APOSTROPHE, /[^\S\ufeff]+/gu, " "],
  [APOSTROPHE, /([^' ])('[sS]|'[mM]|'[dD]|') /gu, "$1 $2 "],
  [APOSTROPHE, /([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, "$1 $2 "],
  [
    DOUBLE,
    /\b(?:(can)(not)|(gim)(me)|(gon)(na)|(got)(ta)|(lem)(me)|(wan)(na)(?=\s))\b/giu,
    " $1$3$5$7$9$11 $2$4$6$8$10$12 ",
  ],
  [APOSTROPHE, /\b(d)('ye)\b/giu, " $1 $2 "],
  [APOSTROPHE, /\b(more)('n)\b/giu, " $1 $2 "],
  [APOSTROPHE, / ('t)(is)\b/giu, " $1 $2 "],
  [APOSTROPHE, / ('t)(was)\b/giu, " $1 $2 "],
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
  const signs = signsOf(sentence);
  const padded = apply(BEFORE, strip(sentence), signs);
  return split(apply(AFTER, ` ${padded} `, signs));
}

function apply(rules: readonly Rule[], text: string, signs: number): string {
  let changed = text;
  for (const [needed, pattern, by] of rules) if ((signs & needed) !== 0) changed = changed.replace(pattern, by);
  return changed;
}

function signsOf(text: string): number {
  let signs = 0;
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) signs |= BEYOND_ASCII;
    else signs |= SIGN_OF[unit] as number;
    if ((unit | 0x20) === (last | 0x20)) {
      if (unit === 0x2e) signs |= ELLIPSIS;
      else if ((unit | 0x20) === 0x6d || (unit | 0x20) === 0x6e || (unit | 0x20) === 0x74) signs |= DOUBLE;
    }
    last = unit;
  }
  return signs;
}
