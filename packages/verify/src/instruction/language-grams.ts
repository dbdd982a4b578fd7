import type { GramIndex } from "./gram-index.ts";

const LIMIT = 10_000;
const URL_LIKE = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/gu;
const MAIL = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/gu;
const SPACE = 0x20;
const CAPITAL = 1 << 16;
const SEEN = 1 << 17;

/** The most n-grams that are taken from a text. */
export const MOST_GRAMS: number = 3 * LIMIT;

/** What each UTF-16 unit counts as, and whether it is a capital; filled as units are met. */
const signs = new Uint32Array(1 << 16);

/**
 * Finds the n-grams of one to three characters of a text that language detection counts; words in capitals give none.
 *
 * @param out takes the numbers of the n-grams that `index` knows, in order
 * @returns how many they are
 */
export function languageGrams(text: string, index: GramIndex, out: Int32Array): number {
  const clean = mainScript(body(text));
  let count = 0;
  let first = 0;
  let middle = 0;
  let last = SPACE;
  let lastIsCapital = false;
  let capitals = false;
  for (let i = 0; i < clean.length; i++) {
    const code = clean.charCodeAt(i);
    let sign = signs[code] as number;
    if (sign === 0) sign = signOf(code);
    const unit = sign & 0xffff;
    const isCapital = (sign & CAPITAL) !== 0;
    if (last === SPACE) {
      first = 0;
      middle = 0;
      capitals = false;
      if (unit === SPACE) continue;
    }
    first = middle;
    middle = last;
    last = unit;
    capitals = isCapital && (capitals || lastIsCapital);
    lastIsCapital = isCapital;
    if (capitals) continue;
    count = take(index, 0, 0, last === SPACE ? 0 : last, out, count);
    count = take(index, 0, middle, last, out, count);
    if (first !== 0) count = take(index, first, middle, last, out, count);
  }
  return count;
}

function take(index: GramIndex, first: number, middle: number, last: number, out: Int32Array, count: number): number {
  const number = index.find(first, middle, last);
  if (number < 0) return count;
  out[count] = number;
  return count + 1;
}

/** The part of a text that is read, without addresses; runs of spaces count once towards its length. */
function body(text: string): string {
  let read = text.slice(0, 2 * LIMIT);
  if (read.includes("://")) read = read.replace(URL_LIKE, " ");
  if (read.includes("@")) read = read.replace(MAIL, " ");
  return read.length <= LIMIT ? read : read.replace(/ +/gu, " ").slice(0, LIMIT);
}

// A text mostly in another script is judged without its Latin letters.
function mainScript(text: string): string {
  let latin = 0;
  let other = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x41 && code <= 0x7a) latin++;
    else if (isOther(code)) other++;
  }
  return latin * 2 < other ? text.replace(/[A-z]/gu, "") : text;
}

function isOther(code: number): boolean {
  return code >= 0x300 && (code < 0x1e00 || code > 0x1eff);
}

function signOf(code: number): number {
  const unit = normalised(code);
  const character = String.fromCharCode(unit);
  const sign = SEEN | (character === character.toLowerCase() ? 0 : CAPITAL) | unit;
  signs[code] = sign;
  return sign;
}

/** One sign for all of a script whose signs tell nothing apart. */
function normalised(code: number): number {
  if (code < 0x80) return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? code : SPACE;
  if (code < 0x100) return code === 0xa0 || code === 0xab || code === 0xb0 || code === 0xbb ? SPACE : code;
  if (code === 0x219) return 0x15f;
  if (code === 0x21b) return 0x163;
  if (code >= 0x1ea0 && code <= 0x1eff) return 0x1ec3;
  if (code === 0x6cc) return 0x64a;
  if (code >= 0x2000 && code <= 0x206f) return SPACE;
  if (code >= 0x3040 && code <= 0x309f) return 0x3042;
  if (code >= 0x30a0 && code <= 0x30ff) return 0x30a2;
  if ((code >= 0x3100 && code <= 0x312f) || (code >= 0x31a0 && code <= 0x31bf)) return 0x3105;
  if (code >= 0xac00 && code <= 0xd7af) return 0xac00;
  return code;
}
