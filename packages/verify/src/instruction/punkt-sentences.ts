import { ABBREVIATIONS, COMMON_WORDS, STARTERS } from "./punkt-english.ts";
import { FRENCH_ABBREVIATIONS, FRENCH_COLLOCATIONS, FRENCH_STARTERS } from "./punkt-french.ts";
import { punktTokens } from "./punkt-tokens.ts";
import { isBlank, isLower, isUpper, strip } from "./words.ts";

interface Model {
  readonly abbreviations: ReadonlySet<string>;
  readonly collocations: ReadonlySet<string>;
  readonly starters: ReadonlySet<string>;
  readonly common: ReadonlySet<string>;
}

const MODELS: { readonly [language in "en" | "fr"]: Model } = {
  en: {
    abbreviations: ABBREVIATIONS,
    collocations: new Set(),
    starters: STARTERS,
    common: COMMON_WORDS,
  },
  fr: {
    abbreviations: FRENCH_ABBREVIATIONS,
    collocations: FRENCH_COLLOCATIONS,
    starters: FRENCH_STARTERS,
    common: new Set(),
  },
};

// Straight quotes alone, as in the releases of NLTK that made the published verdicts (until 3.10.0).
const NON_WORD = new Set(")\";}]*:@'({[!?");
const CLOSING = new Set("\"')]}");
// A word longer than this is no abbreviation; only its end is read.
const LONGEST_WORD = 100;

/**
 * Splits a text into sentences as the Punkt tokenizer of NLTK does (Kiss and Strunk, 2006), in linear time.
 *
 * ```ts doctest
 * import { punktSentences } from "@guerdon/verify/instruction";
 * punktSentences("Dr. Smith came at 5 p.m. yesterday. Did he? Yes.") // => ["Dr. Smith came at 5 p.m. yesterday.", "Did he?", "Yes."]
 * ```
 */
export function punktSentences(text: string, language: "en" | "fr" = "en"): readonly string[] {
  const model = MODELS[language];
  const sentences: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (!isStop(text[i] as string)) continue;
    const next = afterStop(text, i);
    if (next === undefined || (text[i + 1] !== undefined && endsLater(text, i + 1))) continue;
    if (!breaks(text, i, next, model)) continue;
    const end = closing(text, i + 1);
    push(sentences, text.slice(from, end));
    from = skipBlanks(text, end);
    i = Math.max(i, from - 1);
  }
  push(sentences, text.slice(from));
  return sentences;
}

function push(sentences: string[], sentence: string): void {
  const inner = strip(sentence);
  if (inner !== "") sentences.push(inner);
}

function isStop(character: string): boolean {
  return character === "." || character === "?" || character === "!";
}

/** Where what follows a stop begins, if it can end a sentence. */
function afterStop(text: string, at: number): number | undefined {
  const next = text[at + 1];
  if (next === undefined) return undefined;
  if (NON_WORD.has(next)) return at + 1;
  if (!isBlank(next)) return undefined;
  const word = skipBlanks(text, at + 1);
  return word < text.length ? word : undefined;
}

/** Whether another candidate stop comes before the next blank: only the last of a run of characters is looked at. */
function endsLater(text: string, from: number): boolean {
  for (let i = from; i < Math.min(text.length, from + LONGEST_WORD) && !isBlank(text[i] as string); i++) {
    if (isStop(text[i] as string) && afterStop(text, i) !== undefined) return true;
  }
  return false;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text[at] as string)) at++;
  return at;
}

function closing(text: string, from: number): number {
  let at = from;
  while (at < text.length && CLOSING.has(text[at] as string)) at++;
  return at === from || at >= text.length || isBlank(text[at] as string) || text.startsWith("--", at) ? at : from;
}

function breaks(text: string, at: number, next: number, model: Model): boolean {
  let start = at;
  while (start > 0 && at - start < LONGEST_WORD && !isBlank(text[start - 1] as string)) start--;
  let end = next;
  while (end < text.length && end - next < LONGEST_WORD && !isBlank(text[end] as string)) end++;
  const tokens = punktTokens(NON_WORD.has(text[at + 1] as string) ? text.slice(start, at + 2) : text.slice(start, end));
  return tokens.some((token, k) => k < tokens.length - 1 && isBreak(token, tokens[k + 1] as string, model));
}

function isBreak(token: string, following: string, model: Model): boolean {
  if (token === "?" || token === "!" || token === ".") return true;
  if (!token.endsWith(".")) return false;
  const ellipsis = token.endsWith("..");
  const type = typeOf(token).replace(/(?<=.)\.$/u, "");
  const low = token.slice(0, -1).toLowerCase();
  const abbreviation =
    !ellipsis && (model.abbreviations.has(low) || model.abbreviations.has(low.slice(low.lastIndexOf("-") + 1)));
  const next = nextType(following, model);
  if (model.collocations.has(`${type} ${next}`)) return false;
  const initial = /^\p{L}\.$/u.test(token);
  if ((abbreviation || ellipsis) && !initial) {
    return (
      startsSentence(following, next, model) === true || (isUpper(following[0] as string) && model.starters.has(next))
    );
  }
  if (!initial && type !== "##number##") return true;
  const starts = startsSentence(following, next, model);
  if (starts === false) return false;
  const lower = model.common.has(next);
  if (starts === undefined && initial && isUpper(following[0] as string) && !lower) return false;
  return !abbreviation;
}

function typeOf(token: string): string {
  return /^-?[.,]?\d[\d,.-]*\.?$/u.test(token) ? "##number##" : token.toLowerCase();
}

function nextType(token: string, model: Model): string {
  const type = typeOf(token);
  const isEnd =
    token.endsWith(".") && !token.endsWith("..") && !model.abbreviations.has(token.slice(0, -1).toLowerCase());
  return isEnd && type.length > 1 ? type.replace(/\.$/u, "") : type;
}

/** What spelling says: true, false, or undefined where it says nothing. */
function startsSentence(token: string, type: string, model: Model): boolean | undefined {
  if (";:,.!?".includes(token)) return false;
  const first = token[0] as string;
  if (isUpper(first) && model.common.has(type)) return true;
  return isLower(first) ? false : undefined;
}
