import { type PatternMasks, patternMasks } from "./pattern-masks.ts";

/**
 * The length of the longest common subsequence of two sequences of symbols, bit-parallel: 32 cells a step.
 *
 * Time |a| · ⌈|b| / 32⌉ (Hyyrö 2004, after Allison and Dix 1986).
 *
 * ```ts doctest
 * import { codePoints, lcsLength } from "@guerdon/verify/similarity";
 * lcsLength(codePoints("kitten"), codePoints("sitting")) // => 4
 * ```
 */
export function lcsLength(a: Int32Array, b: Int32Array): number {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  let start = 0;
  while (start < shorter.length && shorter[start] === longer[start]) start++;
  let cut = 0;
  while (cut < shorter.length - start && shorter[shorter.length - 1 - cut] === longer[longer.length - 1 - cut]) {
    cut++;
  }
  const inner = shorter.subarray(start, shorter.length - cut);
  if (inner.length === 0) return start + cut;
  return start + cut + lcsWithin(patternMasks(inner), longer, start, longer.length - cut);
}

/** The LCS length of a pattern and the symbols `from` … `to − 1` of a text. */
export function lcsWithin(pattern: PatternMasks, text: Int32Array, from: number, to: number): number {
  return pattern.blocks === 1 ? oneBlock(pattern, text, from, to) : manyBlocks(pattern, text, from, to);
}

function oneBlock({ masks, rowOf }: PatternMasks, text: Int32Array, from: number, to: number): number {
  let row = -1;
  for (let i = from; i < to; i++) {
    const mask = masks[rowOf(text[i] as number)] as number;
    const common = row & mask;
    row = (row + common) | (row - common);
  }
  return bitCount(~row);
}

/** What goes from one block to the next: where the masks of the text's symbols begin, and a carry for each symbol. */
interface Carried {
  readonly masks: Int32Array;
  readonly places: Int32Array;
  readonly carries: Int32Array;
  readonly count: number;
}

let places = new Int32Array(1024);
let carries = new Int32Array(1024);

/** Block after block down the whole text, so that a row stays in a register; the carries of a block wait for the next. */
function manyBlocks({ blocks, masks, rowOf }: PatternMasks, text: Int32Array, from: number, to: number): number {
  if (places.length < to - from) {
    places = new Int32Array(2 * (to - from));
    carries = new Int32Array(2 * (to - from));
  }
  let count = 0;
  for (let i = from; i < to; i++) {
    const symbol = rowOf(text[i] as number);
    if (symbol > 0) places[count++] = symbol * blocks;
  }
  carries.fill(0, 0, count);
  const ahead: Carried = { masks, places, carries, count };
  let length = 0;
  let k = 0;
  for (; k + 1 < blocks; k += 2) length += twoRows(ahead, k);
  return k < blocks ? length + oneRow(ahead, k) : length;
}

/** The length in one block. What is common is in the row, so a carry comes of it, or of the row where the sum has none. */
function oneRow({ masks, places, carries, count }: Carried, block: number): number {
  let row = -1;
  for (let i = 0; i < count; i++) {
    const common = row & (masks[(places[i] as number) + block] as number);
    const sum = (row + common + (carries[i] as number)) | 0;
    carries[i] = (common | (row & ~sum)) >>> 31;
    row = sum | (row - common);
  }
  return bitCount(~row);
}

/** The length in a block and the next, which is one symbol behind: neither waits for the other. */
function twoRows({ masks, places, carries, count }: Carried, block: number): number {
  let row = -1;
  let next = -1;
  let carry = 0;
  let behind = 0;
  for (let i = 0; i <= count; i++) {
    if (i > 0) {
      const common = next & (masks[behind + 1] as number);
      const sum = (next + common + carry) | 0;
      carries[i - 1] = (common | (next & ~sum)) >>> 31;
      next = sum | (next - common);
    }
    if (i < count) {
      behind = (places[i] as number) + block;
      const common = row & (masks[behind] as number);
      const sum = (row + common + (carries[i] as number)) | 0;
      carry = (common | (row & ~sum)) >>> 31;
      row = sum | (row - common);
    }
  }
  return bitCount(~row) + bitCount(~next);
}

/** One row of the table from the one before it; a 0 bit is a cell that is one more than its left neighbour. */
export function stepRow(
  before: Int32Array,
  after: Int32Array,
  afterAt: number,
  masks: Int32Array,
  maskAt: number,
  blocks: number,
): void {
  let carry = 0;
  for (let k = 0; k < blocks; k++) {
    const row = before[k] as number;
    const common = row & (masks[maskAt + k] as number);
    const sum = (row + common + carry) | 0;
    carry = (common | (row & ~sum)) >>> 31;
    after[afterAt + k] = sum | (row - common);
  }
}

/** The number of 1 bits of a 32-bit word. */
export function bitCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
