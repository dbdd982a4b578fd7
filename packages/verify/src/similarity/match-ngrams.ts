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
  const matched = new Array<number>(maxOrder).fill(0);
  const [reference] = references;
  const symbols = reference === undefined || references.length > 1 ? 0 : numberSymbols(candidate, reference);
  if (symbols > 0 && symbols * referenceTokens <= LIMIT_PLACES) {
    if (places.length < symbols * referenceTokens) places = new Int32Array(symbols * referenceTokens);
    for (let order = 1; order <= Math.min(maxOrder, candidate.length); order++) {
      const hits =
        order === 1
          ? matchNumbered(candidate.length, referenceTokens)
          : matchPlaced(candidate.length, referenceTokens, order, symbols);
      matched[order - 1] = hits;
      if (hits === 0) break;
    }
    return matched;
  }
  grams.fill(0, 0, room);
  for (let order = 1; order <= Math.min(maxOrder, candidate.length); order++) {
    const hits =
      order === 1 && areSmall(candidate) && references.every(areSmall)
        ? matchSymbols(candidate, references)
        : matchOrder(candidate, references, order, referenceTokens);
    matched[order - 1] = hits;
    if (hits === 0) break;
  }
  return matched;
}

/** A table of all pairs (number of an n-gram, symbol) may have so many places: 1 MB. */
const LIMIT_PLACES = 1 << 18;
let places = new Int32Array(1 << 14);

const numberOf = new Int32Array(1024);
let symbolsOf = new Int32Array(1024);

/** Numbers the symbols of one reference densely, from 1; those only the candidate has are 0. Gives their number, or 0. */
function numberSymbols(candidate: Int32Array, reference: Int32Array): number {
  if (!areSmall(candidate) || !areSmall(reference)) return 0;
  const room = candidate.length + reference.length;
  if (symbolsOf.length < room) symbolsOf = new Int32Array(room * 2);
  numberOf.fill(0);
  let count = 0;
  for (let i = 0; i < reference.length; i++) {
    const symbol = reference[i] as number;
    let number = numberOf[symbol] as number;
    if (number === 0) {
      number = ++count;
      numberOf[symbol] = number;
    }
    symbolsOf[candidate.length + i] = number - 1;
  }
  for (let i = 0; i < candidate.length; i++) symbolsOf[i] = (numberOf[candidate[i] as number] as number) - 1;
  return count;
}

/** The matches of order 1 of numbered symbols. */
function matchNumbered(length: number, referenceTokens: number): number {
  clips.fill(0, 0, referenceTokens);
  for (let i = length; i < length + referenceTokens; i++) {
    const symbol = symbolsOf[i] as number;
    grams[i] = symbol;
    clips[symbol] = (clips[symbol] as number) + 1;
  }
  let hits = 0;
  for (let i = 0; i < length; i++) {
    const symbol = symbolsOf[i] as number;
    grams[i] = symbol;
    if (symbol < 0) continue;
    const left = clips[symbol] as number;
    if (left === 0) continue;
    clips[symbol] = left - 1;
    hits++;
  }
  return hits;
}

/** The matches of an order above 1, each n-gram at a place of its own in the table of all pairs; emptied afterwards. */
function matchPlaced(length: number, referenceTokens: number, order: number, symbols: number): number {
  const end = length + referenceTokens - order + 1;
  let count = 0;
  for (let i = length; i < end; i++) {
    const place = (grams[i] as number) * symbols + (symbolsOf[i + order - 1] as number);
    let gram = places[place] as number;
    if (gram === 0) {
      gram = ++count;
      places[place] = gram;
      counts[gram - 1] = place;
      clips[gram - 1] = 0;
    }
    grams[i] = gram - 1;
    clips[gram - 1] = (clips[gram - 1] as number) + 1;
  }
  let hits = 0;
  for (let i = 0; i + order <= length; i++) {
    const prefix = grams[i] as number;
    const symbol = symbolsOf[i + order - 1] as number;
    const gram = prefix < 0 || symbol < 0 ? -1 : (places[prefix * symbols + symbol] as number) - 1;
    grams[i] = gram;
    if (gram < 0) continue;
    const left = clips[gram] as number;
    if (left === 0) continue;
    clips[gram] = left - 1;
    hits++;
  }
  for (let gram = 0; gram < count; gram++) places[counts[gram] as number] = 0;
  return hits;
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
