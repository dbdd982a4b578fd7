import { makePairTable } from "./pair-table.ts";

const table = makePairTable();

/** Buffers that are used again; a text longer than any before makes them longer. */
let grams = new Int32Array(1024);
let clips = new Int32Array(1024);
let counts = new Int32Array(1024);

/**
 * The clipped n-gram matches of a candidate with its references, for each order from 1.
 *
 *   matched_n = Σ_g min(count of g in the candidate, max over references of the count of g)
 *
 * An n-gram is numbered by the pair (number of its first n − 1 tokens, last token), so equality is exact.
 *
 * ```ts doctest
 * import { matchNgrams } from "@guerdon/verify/similarity";
 * matchNgrams(Int32Array.of(7, 7, 8), [Int32Array.of(7, 8, 9)], 2) // => [2, 1]
 * ```
 */
export function matchNgrams(candidate: Int32Array, references: readonly Int32Array[], maxOrder: number): number[] {
  let room = candidate.length;
  let referenceTokens = 0;
  for (const reference of references) referenceTokens += reference.length;
  room += referenceTokens;
  if (grams.length < room) grams = new Int32Array(room * 2);
  if (clips.length < referenceTokens) {
    clips = new Int32Array(referenceTokens * 2);
    counts = new Int32Array(referenceTokens * 2);
  }
  grams.fill(0, 0, room);
  const matched = new Array<number>(maxOrder).fill(0);
  for (let order = 1; order <= maxOrder; order++) {
    if (candidate.length < order) break;
    const hits =
      order === 1 && areSmall(candidate) && references.every(areSmall)
        ? matchSymbols(candidate, references)
        : matchOrder(candidate, references, order, referenceTokens);
    matched[order - 1] = hits;
    if (hits === 0) break;
  }
  return matched;
}

/** Symbols below it need no table: they are their own numbers. */
const SMALL = 1024;

function areSmall(symbols: Int32Array): boolean {
  for (let i = 0; i < symbols.length; i++) if ((symbols[i] as number) >= SMALL) return false;
  return true;
}

/** The matches of order 1 where every symbol is small. */
function matchSymbols(candidate: Int32Array, references: readonly Int32Array[]): number {
  clips.fill(0, 0, SMALL);
  let at = candidate.length;
  for (const reference of references) {
    const many = references.length > 1;
    if (many) counts.fill(0, 0, SMALL);
    for (let i = 0; i < reference.length; i++) {
      const symbol = reference[i] as number;
      grams[at + i] = symbol;
      const count = ((many ? counts : clips)[symbol] as number) + 1;
      if (many) counts[symbol] = count;
      if (count > (clips[symbol] as number)) clips[symbol] = count;
    }
    at += reference.length;
  }
  let hits = 0;
  for (let i = 0; i < candidate.length; i++) {
    const symbol = candidate[i] as number;
    grams[i] = symbol;
    const left = clips[symbol] as number;
    if (left === 0) continue;
    clips[symbol] = left - 1;
    hits++;
  }
  return hits;
}

function matchOrder(
  candidate: Int32Array,
  references: readonly Int32Array[],
  order: number,
  referenceTokens: number,
): number {
  numberReferences(references, order, referenceTokens, candidate.length);
  return countMatches(candidate, order);
}

/** Numbers the n-grams of the references and leaves in `clips` the largest count each has in one reference. */
function numberReferences(
  references: readonly Int32Array[],
  order: number,
  referenceTokens: number,
  offset: number,
): void {
  table.reset(referenceTokens);
  clips.fill(0, 0, referenceTokens);
  let at = offset;
  for (const reference of references) {
    const many = references.length > 1;
    if (many) counts.fill(0, 0, referenceTokens);
    for (let i = 0; i + order <= reference.length; i++) {
      const id = table.add(grams[at + i] as number, reference[i + order - 1] as number);
      grams[at + i] = id;
      if (many) {
        const count = (counts[id] as number) + 1;
        counts[id] = count;
        if (count > (clips[id] as number)) clips[id] = count;
      } else clips[id] = (clips[id] as number) + 1;
    }
    at += reference.length;
  }
}

function countMatches(candidate: Int32Array, order: number): number {
  let hits = 0;
  for (let i = 0; i + order <= candidate.length; i++) {
    const prefix = grams[i] as number;
    const id = prefix < 0 ? -1 : table.find(prefix, candidate[i + order - 1] as number);
    grams[i] = id;
    if (id < 0) continue;
    const left = clips[id] as number;
    if (left === 0) continue;
    clips[id] = left - 1;
    hits++;
  }
  return hits;
}
