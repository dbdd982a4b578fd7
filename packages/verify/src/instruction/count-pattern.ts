import { RE2JS, type RE2JSSyntaxException } from "re2js";
import { wrongArgument } from "./checker.ts";

// Patterns come with the data, texts from the policy: whatever is not plain words is run in linear time.
const SPECIAL = /[\\^$.*+?()[\]{}|]/u;
const WORD = "[\\p{L}\\p{N}_]";
const LIMIT = 1000;

export interface PatternRules {
  readonly ignoreCase?: boolean;
  /** Whether both ends must be at the border of a word. */
  readonly wholeWords?: boolean;
  /** What follows the pattern, in syntax both engines read. */
  readonly suffix?: string;
}

type Count = (text: string, atMost: number) => number;

const compiled = new Map<string, Count>();

/** Counts the places where a keyword of the data is found; the data sets read a keyword as a regular expression. */
export function countPattern(text: string, pattern: string, rules: PatternRules = {}): number {
  return counter(pattern, rules)(text, Number.POSITIVE_INFINITY);
}

/** Whether a keyword of the data is found. */
export function hasPattern(text: string, pattern: string, rules: PatternRules = {}): boolean {
  return counter(pattern, rules)(text, 1) > 0;
}

function counter(pattern: string, { ignoreCase = false, wholeWords = false, suffix = "" }: PatternRules): Count {
  const key = `${ignoreCase}${wholeWords}${suffix}\0${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= LIMIT) compiled.clear();
  const made = SPECIAL.test(pattern)
    ? linearCounter(wholeWords ? `\\b${pattern}\\b` : pattern + suffix, ignoreCase)
    : plainCounter(pattern, ignoreCase, wholeWords, suffix);
  compiled.set(key, made);
  return made;
}

function plainCounter(word: string, ignoreCase: boolean, wholeWords: boolean, suffix: string): Count {
  const inner = word + suffix;
  const source = wholeWords ? border(word[0]) + inner + border(word.at(-1), true) : inner;
  const regex = new RegExp(source, ignoreCase ? "giu" : "gu");
  return (text, atMost) => {
    let count = 0;
    for (const _ of text.matchAll(regex)) if (++count >= atMost) break;
    return count;
  };
}

/** The border of a word beside a character of it: where letters meet other signs. */
function border(character = "", after = false): string {
  const isWord = new RegExp(WORD, "u").test(character);
  return `(?${after ? "" : "<"}${isWord ? "!" : "="}${WORD})`;
}

function linearCounter(pattern: string, ignoreCase: boolean): Count {
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(RE2JS.translateRegExp(pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    throw wrongArgument(
      "keyword",
      `a regular expression without lookaround (${(error as RE2JSSyntaxException).message})`,
      pattern,
    );
  }
  return (text, atMost) => {
    const matcher = regex.matcher(text);
    let count = 0;
    while (count < atMost && matcher.find()) count++;
    return count;
  };
}
