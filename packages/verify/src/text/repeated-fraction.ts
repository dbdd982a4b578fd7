import { isSpace } from "./is-space.ts";

/**
 * 1 − distinct / total over the n-grams of a text; 0 when there is none.
 *
 * An n-gram is named by the names of its two halves, so the work is units · log n, whatever the text repeats.
 *
 * ```ts doctest
 * import { repeatedFraction } from "@guerdon/verify/text";
 * [repeatedFraction("a b a b a", 2, "words"), repeatedFraction("a b", 3, "words")] // => [0.5, 0]
 * ```
 */
export function repeatedFraction(text: string, n: number, unit: "words" | "characters"): number {
  const units = unit === "words" ? wordIds(text) : characterIds(text);
  const total = units.length - n + 1;
  if (total < 1) return 0;
  let grams = namePairs(units, undefined, 0);
  let size = 1;
  for (let bit = 31 - Math.clz32(n) - 1; bit >= 0; bit--) {
    grams = namePairs(grams.ids, grams.ids, size);
    size *= 2;
    if (((n >> bit) & 1) === 0) continue;
    grams = namePairs(grams.ids, units, size);
    size++;
  }
  return 1 - grams.distinct / total;
}

interface Named {
  readonly ids: Int32Array;
  readonly distinct: number;
}

/** Names each pair (first[i], second[i + offset]) by a small number, equal pairs alike; without `second` each single. */
function namePairs(first: Int32Array, second: Int32Array | undefined, offset: number): Named {
  const count = second === undefined ? first.length : Math.min(first.length, second.length - offset);
  const mask = 2 ** Math.ceil(Math.log2(count * 2 + 2)) - 1;
  const slots = new Int32Array(mask + 1).fill(-1);
  const ids = new Int32Array(count);
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    const a = first[i] as number;
    const b = second === undefined ? 0 : (second[i + offset] as number);
    let slot = mix(a, b) & mask;
    for (;;) {
      const seen = slots[slot] as number;
      if (seen < 0) {
        slots[slot] = i;
        ids[i] = distinct++;
        break;
      }
      if (first[seen] === a && (second === undefined || second[seen + offset] === b)) {
        ids[i] = ids[seen] as number;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return { ids, distinct };
}

function mix(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

function wordIds(text: string): Int32Array {
  const ids = new Map<string, number>();
  const words: number[] = [];
  let start = -1;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && !isSpace(text.charCodeAt(i))) {
      if (start < 0) start = i;
      continue;
    }
    if (start < 0) continue;
    const word = text.slice(start, i);
    start = -1;
    let id = ids.get(word);
    if (id === undefined) {
      id = ids.size;
      ids.set(word, id);
    }
    words.push(id);
  }
  return Int32Array.from(words);
}

function characterIds(text: string): Int32Array {
  const ids = new Int32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    ids[count++] = code;
  }
  return ids.subarray(0, count);
}
