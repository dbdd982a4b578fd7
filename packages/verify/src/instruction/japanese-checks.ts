import { type Checkers, holds, numberOf, textOf, textsOf } from "./checker.ts";
import { countPattern } from "./count-pattern.ts";
import { countBullets, hasTitle, isStarBullet } from "./format-checks.ts";
import { japaneseSentences, nominalEndings, withoutQuotes } from "./japanese-sentences.ts";
import { nthParagraph } from "./keyword-checks.ts";
import { countCharacters, countLiteral, strip, stripOf } from "./words.ts";

const CLOSING_QUOTES = new Set("」』");
const LEADING = /^(?:[\s\u3000]+|(?:>\s*)+|#{1,6}\s*|[-*+]\s+|・\s*|\d+[.)]\s+|(?:\*\*|__|\*|_|`)+|[「『（(《〈]+)/u;

/** What M-IFEval asks for in Japanese, where it is not what IFEval asks for in English. */
export const japaneseChecks: Checkers = {
  "keywords:existence": (text, args) => textsOf(args, "keywords").every((keyword) => text.includes(keyword)),
  "keywords:frequency": (text, args) => holds(args, countLiteral(text, strip(textOf(args, "keyword"))), "frequency"),
  "keywords:forbidden_words": (text, args) => !textsOf(args, "forbidden_words").some((word) => text.includes(word)),
  "keywords:letter_frequency": (text, args) => {
    const letter = textOf(args, "letter");
    const katakana = String.fromCharCode(letter.charCodeAt(0) + 96);
    return holds(args, countLiteral(text, letter) + countLiteral(text, katakana), "let_frequency", "let_relation");
  },
  "length_constraints:number_letters": (text, args) => holds(args, countCharacters(text), "num_letters"),
  "length_constraints:number_sentences": (text, args) => holds(args, japaneseSentences(text).length, "num_sentences"),
  "length_constraints:nth_paragraph_first_word": (text, args) =>
    nthParagraph(text, args, (paragraph) => withoutLead(paragraph).startsWith(textOf(args, "first_word"))),
  "detectable_content:postscript": (text, args) => {
    const marker = strip(textOf(args, "postscript_marker"));
    if (marker.startsWith("P.P.S"))
      return marker.endsWith(".") ? /p\.\s?p\.\s?s\./iu.test(text) : /p\.\s?p\.\s?s/iu.test(text);
    return marker === "P.S." ? /p\.\s?s\./iu.test(text) : text.toLowerCase().includes(marker.toLowerCase());
  },
  "detectable_format:number_bullet_lists": (text, args) =>
    countBullets(text, (line) => line.startsWith("・") || isStarBullet(line) || /^-\s/u.test(line)) ===
    numberOf(args, "num_bullets"),
  "detectable_format:number_numbered_lists": (text, args) =>
    countBullets(text, (line) => /^\p{Nd}+\.\s/u.test(`${line}\n`)) === numberOf(args, "num_items"),
  "detectable_format:constrained_response": (text) =>
    ["はい、そうです。", "いいえ、違います。", "どちらとも言えません。"].some((option) => text.includes(option)),
  "detectable_format:number_highlighted_sections": (text, args) =>
    [...text.matchAll(/《[^\n《》]*》/gu)].filter(([found]) => strip(found.slice(1, -1)) !== "").length >=
    numberOf(args, "num_highlights"),
  "detectable_format:multiple_sections": (text, args) =>
    countPattern(text, `第[\\d\uff10-\uff19]+${strip(textOf(args, "section_spliter"))}`) >=
    numberOf(args, "num_sections"),
  "detectable_format:title": (text) => hasTitle(text, "『", "』"),
  "detectable_format:nominal_ending": (text, args) => nominalEndings(text) >= numberOf(args, "count"),
  "startend:end_checker": (text, args) => {
    const inner = stripOf(strip(strip(text).replace(/[\s*_`]*[*_`]$/u, "")), CLOSING_QUOTES);
    return inner.endsWith(stripOf(strip(textOf(args, "end_phrase")), CLOSING_QUOTES));
  },
  "startend:quotation": (text) => {
    const inner = strip(text);
    return inner.length > 1 && inner.startsWith("「") && inner.endsWith("」");
  },
  "startend:sentence_unified_end": (text, args) =>
    withoutQuotes(text)
      .split(/[。！？]/u)
      .every((sentence) => sentence === "" || sentence.endsWith(textOf(args, "ending"))),
  "punctuation:no_comma": (text) => !text.includes("、"),
  "punctuation:no_period": (text) => !text.includes("。"),
  "letters:furigana": (text) =>
    (text.match(/[\u4e00-\u9faf]+/gu) ?? []).length === (text.match(/[\u4e00-\u9faf]+（[ぁ-ん]+）/gu) ?? []).length,
  "letters:kanji": (text, args) => holds(args, (text.match(/[\u4e00-\u9faf]/gu) ?? []).length, "kanji_limit"),
  "letters:kansuuji": (text) => !/\p{Nd}/u.test(text),
  "letters:no_hiragana": (text) => !/[ぁ-ゖ]/u.test(text),
  "letters:no_katakana": (text) => !/[ァ-ヺｦ-ﾟ]/u.test(text),
  "letters:hiragana_only": (text) => isOnly(text, /[ぁ-んー]/u),
  "letters:katakana_only": (text) => isOnly(text, /[ァ-ンー・ｦ-ﾟ]/u),
};

function isOnly(text: string, allowed: RegExp): boolean {
  for (const character of text) if (!allowed.test(character) && /\p{L}/u.test(character)) return false;
  return true;
}

function withoutLead(paragraph: string): string {
  let rest = paragraph;
  for (let lead = LEADING.exec(rest); lead !== null; lead = LEADING.exec(rest)) rest = rest.slice(lead[0].length);
  return rest;
}
