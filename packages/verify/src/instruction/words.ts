// The published verdicts come from Python: blanks, words and case are those of its `str`.

/** The 32 marks of ASCII punctuation. */
export const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

const MARKS: ReadonlySet<string> = new Set(PUNCTUATION);
const MARKS_AND_SPACE: ReadonlySet<string> = new Set(`${PUNCTUATION} `);

/** Whether a character, which its first UTF-16 unit tells, is white space. */
export function isBlank(character: string): boolean {
  return isBlankUnit(character.charCodeAt(0));
}

/** Whether a UTF-16 unit is white space. */
function isBlankUnit(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 9 && unit <= 13) || unit >= 0x1c;
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
  if (unit >= 0x2000 && unit < 0x3000) {
    return unit <= 0x200a || unit === 0x2028 || unit === 0x2029 || unit === 0x202f || unit === 0x205f;
  }
  return unit === 0x1680 || unit === 0x3000;
}

/** The text without white space at its ends. */
export function strip(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlankUnit(text.charCodeAt(from))) from++;
  while (to > from && isBlankUnit(text.charCodeAt(to - 1))) to--;
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
  const runs: string[] = [];
  let from = -1;
  for (let i = 0; i < text.length; i++) {
    if (!isBlankUnit(text.charCodeAt(i))) {
      if (from < 0) from = i;
    } else if (from >= 0) {
      runs.push(text.slice(from, i));
      from = -1;
    }
  }
  if (from >= 0) runs.push(text.slice(from));
  return runs;
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
  return isCased(text, 0x41, 0x61) ?? (/\p{Uppercase}/u.test(text) && !/\p{Lowercase}|\p{Lt}/u.test(text));
}

/** Whether there is a cased letter and none in upper or title case. */
export function isLower(text: string): boolean {
  return isCased(text, 0x61, 0x41) ?? (/\p{Lowercase}/u.test(text) && !/\p{Uppercase}|\p{Lt}/u.test(text));
}

/** Whether letters of the one case, told by its A, are there and none of the other; undefined beyond ASCII. */
function isCased(text: string, one: number, other: number): boolean | undefined {
  let found = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= other && unit < other + 26) return false;
    if (unit >= 0x80) return undefined;
    if (unit >= one && unit < one + 26) found = true;
  }
  return found;
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
