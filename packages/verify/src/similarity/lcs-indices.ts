import { bitCount, stepRow } from "./lcs-length.ts";
import { patternMasks } from "./pattern-masks.ts";

/**
 * The positions in `a` of one longest common subsequence with `b`: the one google-research's ROUGE reads out.
 *
 * Cell (i, j) of the table holds the LCS length of the first i symbols of `a` and j of `b`. Going back from the last
 * cell, equal symbols are taken; else the path goes to the left when that cell is larger than the one above. Of
 * the table only the differences along its rows are kept, a bit a cell.
 */
export function lcsIndices(a: Int32Array, b: Int32Array): number[] {
  if (a.length === 0 || b.length === 0) return [];
  const { blocks, masks, rowOf } = patternMasks(b);
  const table = new Int32Array((a.length + 1) * blocks).fill(-1, 0, blocks);
  for (let i = 1; i <= a.length; i++) {
    const before = table.subarray((i - 1) * blocks, i * blocks);
    stepRow(before, table, i * blocks, masks, rowOf(a[i - 1] as number) * blocks, blocks);
  }
  const grows = (i: number, j: number): number =>
    ((table[i * blocks + ((j - 1) >>> 5)] as number) >>> ((j - 1) & 31)) & 1 ? 0 : 1;
  const valueAt = (i: number, j: number): number => {
    let value = 0;
    const whole = j >>> 5;
    for (let k = 0; k < whole; k++) value += bitCount(~(table[i * blocks + k] as number));
    const rest = j & 31;
    return rest === 0 ? value : value + bitCount(~(table[i * blocks + whole] as number) & ((1 << rest) - 1));
  };
  const positions: number[] = [];
  let i = a.length;
  let j = b.length;
  let here = valueAt(i, j);
  let above = valueAt(i - 1, j);
  while (i > 0 && j > 0) {
    const equal = a[i - 1] === b[j - 1];
    if (equal) positions.push(i - 1);
    if (equal || here - grows(i, j) <= above) {
      if (equal) {
        here = above - grows(i - 1, j);
        j--;
      } else here = above;
      i--;
      above = i === 0 ? 0 : valueAt(i - 1, j);
    } else {
      here -= grows(i, j);
      above -= grows(i - 1, j);
      j--;
    }
  }
  return positions.reverse();
}

let rows = new Int32Array(64);

/** Marks in each union the positions of a sentence that are in its longest common subsequence with `other`. */
export function markSubsequences(
  sentences: readonly Int32Array[],
  other: Int32Array,
  unions: readonly Uint8Array[],
): void {
  if (other.length > 32) {
    sentences.forEach((sentence, k) => {
      for (const at of lcsIndices(sentence, other)) (unions[k] as Uint8Array)[at] = 1;
    });
    return;
  }
  const { masks, rowOf } = patternMasks(other);
  sentences.forEach((sentence, k) => {
    if (rows.length <= sentence.length) rows = new Int32Array(2 * sentence.length);
    rows[0] = -1;
    for (let i = 0; i < sentence.length; i++) {
      const row = rows[i] as number;
      const common = row & (masks[rowOf(sentence[i] as number)] as number);
      rows[i + 1] = (row + common) | (row - common);
    }
    markPath(sentence, other, unions[k] as Uint8Array);
  });
}

/** Goes back through the table of one block as `lcsIndices` does. */
function markPath(a: Int32Array, b: Int32Array, union: Uint8Array): void {
  let i = a.length;
  let j = b.length;
  while (i > 0 && j > 0) {
    if (a[i - 1] === b[j - 1]) {
      union[--i] = 1;
      j--;
    } else if (valueAt(i, j - 1) <= valueAt(i - 1, j)) i--;
    else j--;
  }
}

function valueAt(i: number, j: number): number {
  return j === 0 ? 0 : bitCount(~(rows[i] as number) & (j === 32 ? -1 : (1 << j) - 1));
}
