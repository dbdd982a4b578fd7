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

function manyBlocks({ blocks, masks, rowOf }: PatternMasks, text: Int32Array, from: number, to: number): number {
  const rows = new Int32Array(blocks).fill(-1);
  for (let i = from; i < to; i++) {
    const symbol = rowOf(text[i] as number);
    if (symbol > 0) stepRow(rows, rows, 0, masks, symbol * blocks, blocks);
  }
  let length = 0;
  for (let k = 0; k < blocks; k++) length += bitCount(~(rows[k] as number));
  return length;
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
    const sum = (row >>> 0) + (common >>> 0) + carry;
    carry = sum > 0xffffffff ? 1 : 0;
    after[afterAt + k] = sum | 0 | (row - common);
  }
}

/** The number of 1 bits of a 32-bit word. */
export function bitCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
