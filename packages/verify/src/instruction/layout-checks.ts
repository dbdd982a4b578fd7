import { type Checkers, textOf } from "./checker.ts";
import { punktSentences } from "./punkt-sentences.ts";
import { wordTokens } from "./word-tokens.ts";
import {
  bare,
  countLiteral,
  isBlank,
  isLower,
  isUpper,
  PUNCTUATION,
  split,
  strip,
  stripOf,
  withoutPunctuation,
} from "./words.ts";

const OPEN: { readonly [close: string]: string } = { ")": "(", "]": "[", "}": "{" };
const NO_QUOTE = new Set([...`0123456789${PUNCTUATION}`].filter((character) => character !== '"'));
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}/u;

/** Formats of IFBench. */
export const layoutChecks: Checkers = {
  "format:parentheses": (text) => {
    let levels: string[] = [];
    let deepest = 0;
    for (const character of text) {
      if ("([{".includes(character)) {
        deepest = Math.max(deepest, levels.push(character));
      } else if (Object.hasOwn(OPEN, character)) {
        if (levels.at(-1) === OPEN[character]) {
          levels.pop();
          if (deepest >= 5) return true;
        } else {
          levels = [];
          deepest = 0;
        }
      }
    }
    return false;
  },
  "format:quotes": (text) => {
    const levels: string[] = [];
    let deepest = 0;
    for (const character of text) {
      if (levels.length > 0 && levels.at(-1) === character) {
        levels.pop();
        if (deepest - levels.length >= 3) return true;
      } else if (character === '"' || character === "'") deepest = Math.max(deepest, levels.push(character));
    }
    return false;
  },
  "format:options": (text, args) => {
    const options = textOf(args, "options");
    const separator = options.includes("/") ? "/" : options.includes("or") ? "or" : ",";
    const choices = options.split(separator).map(strip);
    if (/^[^\p{L}\p{N}_]*a[^\p{L}\p{N}_]*b[^\p{L}\p{N}_]*c/iu.test(options)) return choices.includes(text);
    return choices.some((choice) => bare(choice).toLowerCase() === bare(text).toLowerCase());
  },
  "format:newline": (text) => {
    const inner = strip(withoutPunctuation(text));
    return inner.split("\n").filter((line) => line !== "").length === split(inner).length;
  },
  "format:emoji": (text) => {
    const sentences = punktSentences(text).map((sentence) => [...strip(withoutPunctuation(sentence))]);
    return sentences.every((sentence, i) => {
      if (sentence.length === 0) return false;
      return sentence.slice(-2).some(isEmoji) || isEmoji(sentences[i + 1]?.[0] ?? "");
    });
  },
  "format:line_indent": (text) => {
    const indents = text
      .split("\n")
      .filter((line) => strip(line) !== "")
      .map((line) => line.length - line.replace(/^ +/u, "").length);
    return indents.every((indent, i) => i === 0 || indent > (indents[i - 1] as number));
  },
  "format:quote_unquote": (text) => {
    const tight = split(text.replace(/[“”]/gu, '"').replaceAll(`'"'`, "")).join("");
    return !tight.includes('""') && !stripOf(tight, NO_QUOTE).endsWith('"');
  },
  "format:list": (text, args) => countLiteral(text, textOf(args, "sep")) >= 2,
  "format:thesis": (text) => {
    const from = tagAt(text, "<i>", "<em>");
    if (from < 0) return false;
    const rest = text.slice(from);
    const to = tagAt(rest, "</i>", "</em>");
    return to >= 0 && strip(rest.slice(3, to)) !== "" && strip(rest.slice(to + 4)) !== "";
  },
  "format:sub-bullets": (text) =>
    text
      .split("*")
      .slice(1)
      .every((bullet) => bullet.includes("-")),
  "format:no_bullets_bullets": (text) => {
    let sentences = 0;
    let bullets = 0;
    for (const line of text.split("\n")) {
      if (strip(line).startsWith("*")) {
        if (sentences < 2) return false;
        bullets++;
      } else if (bullets > 0) return false;
      else sentences += punktSentences(line).length;
    }
    return bullets >= 2;
  },
  "format:title_case": (text) => wordTokens(text).every(isTitled),
  "format:output_template": (text) =>
    ["My Answer:", "My Conclusion:", "Future Outlook:"].every((part) => text.includes(part)),
  "format:no_whitespace": (text) => ![...text].some(isBlank),
};

function tagAt(text: string, tag: string, other: string): number {
  const at = text.indexOf(tag);
  return at >= 0 ? at : text.indexOf(other);
}

function isEmoji(character: string): boolean {
  return EMOJI.test(character);
}

function isTitled(word: string): boolean {
  const first = word[0] as string;
  if (!/\p{L}/u.test(first) || !isLower(first)) return true;
  const rest = word.slice(1);
  return rest !== "" && !isUpper(rest) && !isLower(rest);
}
