// The published verdicts come from Python: blanks, words and case are those of its `str`.

const SIGNS = "[\\s\\u001c-\\u001f\\u0085]";
const BLANK = new RegExp(SIGNS, "u");
const BLANKS = new RegExp(`${SIGNS}+`, "gu");

/** The 32 marks of ASCII punctuation. */
export const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

const MARKS: ReadonlySet<string> = new Set(PUNCTUATION);
const MARKS_AND_SPACE: ReadonlySet<string> = new Set(`${PUNCTUATION} `);

/** Whether one character is white space. */
export function isBlank(character: string): boolean {
  return BLANK.test(character) && character !== "\ufeff";
}

/** The text without white space at its ends. */
export function strip(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text[from] as string)) from++;
  while (to > from && isBlank(text[to - 1] as string)) to--;
  return text.slice(from, to);
}

export type Side = "left" | "right" | "both";

/** The text without the given characters at its ends. */
export function stripOf(text: string, characters: ReadonlySet<string>, side: Side = "both"): string {
  let from = 0;
  let to = text.length;
  if (side !== "right") while (from < to && characters.has(text[from] as string)) from++;
  if (side !== "left") while (to > from && characters.has(text[to - 1] as string)) to--;
  return text.slice(from, to);
}

/** The text without ASCII punctuation and spaces at its ends. */
export function bare(text: string, side: Side = "both"): string {
  return stripOf(text, MARKS_AND_SPACE, side);
}

/** The text without any ASCII punctuation. */
export function withoutPunctuation(text: string): string {
  let out = "";
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (!MARKS.has(text[i] as string)) continue;
    out += text.slice(from, i);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** The runs between white space. */
export function split(text: string): readonly string[] {
  const inner = strip(text);
  return inner === "" ? [] : inner.split(BLANKS);
}

/** Runs of letters, digits and underscores of any script. */
export function words(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Number of those runs. */
export function countWords(text: string): number {
  return words(text).length;
}

/** Whether there is a cased letter and none in lower or title case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/\p{Lowercase}|\p{Lt}/u.test(text);
}

/** Whether there is a cased letter and none in upper or title case. */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/\p{Uppercase}|\p{Lt}/u.test(text);
}

/** Number of characters, each of which may be two UTF-16 units. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--;
  }
  return count;
}

/** Letters without their accents, and nothing beyond ASCII. */
export function toAscii(text: string): string {
  return text.normalize("NFKD").replace(/\P{ASCII}/gu, "");
}

/** How often each item occurs. */
export function tally(items: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Number of places where the needle is found, left to right, without overlap. */
export function countLiteral(text: string, needle: string): number {
  if (needle === "") return countCharacters(text) + 1;
  let count = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) count++;
  return count;
}
