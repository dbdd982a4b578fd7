/**
 * Levenshtein distance with swaps of neighbours as single edits, no symbol edited twice (optimal string alignment).
 *
 * ```ts doctest
 * import { alignmentDistance, codePoints } from "@guerdon/verify/similarity";
 * alignmentDistance(codePoints("ca"), codePoints("abc")) // => 3
 * ```
 */
export function alignmentDistance(a: Int32Array, b: Int32Array): number {
  const width = b.length + 1;
  let older = new Int32Array(width);
  let old = Int32Array.from({ length: width }, (_, j) => j);
  let row = new Int32Array(width);
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    for (let j = 1; j < width; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((old[j] as number) + 1, (row[j - 1] as number) + 1, (old[j - 1] as number) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (older[j - 2] as number) + 1);
      }
      row[j] = cost;
    }
    [older, old, row] = [old, row, older];
  }
  return old[width - 1] as number;
}

/**
 * Levenshtein distance in which swapped neighbours may be edited further (Damerau–Levenshtein), in linear space
 * (Zhao and Sahni 2019).
 *
 * ```ts doctest
 * import { codePoints, damerauDistance } from "@guerdon/verify/similarity";
 * damerauDistance(codePoints("ca"), codePoints("abc")) // => 2
 * ```
 */
export function damerauDistance(a: Int32Array, b: Int32Array): number {
  const infinite = Math.max(a.length, b.length) + 1;
  const lastRow = new Map<number, number>();
  const width = b.length + 2;
  const carried = new Int32Array(width).fill(infinite);
  let above = new Int32Array(width).fill(infinite);
  let row = Int32Array.from({ length: width }, (_, j) => (j === 0 ? infinite : j - 1));
  for (let i = 1; i <= a.length; i++) {
    [above, row] = [row, above];
    const symbol = a[i - 1] as number;
    let lastColumn = -1;
    let diagonal = row[1] as number;
    row[1] = i;
    let swap = infinite;
    for (let j = 1; j <= b.length; j++) {
      const other = b[j - 1] as number;
      const same = symbol === other;
      let cost = Math.min((above[j] as number) + (same ? 0 : 1), (row[j] as number) + 1, (above[j + 1] as number) + 1);
      if (same) {
        lastColumn = j;
        carried[j + 1] = above[j - 1] as number;
        swap = diagonal;
      } else {
        const k = lastRow.get(other) ?? -1;
        if (j - lastColumn === 1) cost = Math.min(cost, (carried[j + 1] as number) + (i - k));
        else if (i - k === 1) cost = Math.min(cost, swap + (j - lastColumn));
      }
      diagonal = row[j + 1] as number;
      row[j + 1] = cost;
    }
    lastRow.set(symbol, i);
  }
  return row[b.length + 1] as number;
}
