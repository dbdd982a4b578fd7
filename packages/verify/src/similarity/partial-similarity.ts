import { lcsWithin } from "./lcs-length.ts";
import { type PatternMasks, patternMasks } from "./pattern-masks.ts";

/**
 * The best indel similarity of the shorter text with a part of the longer one that is no longer, 0 … 1.
 *
 * Equal lengths are tried both ways. Moving a window by k places changes its common subsequence by at most k, so
 * stretches of windows that cannot beat the best are left out: the result is that of trying all.
 */
export function partialSimilarity(a: Int32Array, b: Int32Array): number {
  if (a.length === 0 && b.length === 0) return 1;
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (shorter.length === 0) return 0;
  const best = bestWindow(shorter, longer);
  return best < 1 && a.length === b.length ? Math.max(best, bestWindow(longer, shorter)) : best;
}

function bestWindow(shorter: Int32Array, longer: Int32Array): number {
  const pattern = patternMasks(shorter);
  const size = shorter.length;
  let best = wholeWindows(pattern, size, longer);
  for (let end = 1; end < size && best < 1; end++) {
    if (!has(pattern, longer[end - 1]) || bound(end, size) <= best) continue;
    best = Math.max(best, similarity(lcsWithin(pattern, longer, 0, end), end, size));
  }
  for (let start = longer.length - size + 1; start < longer.length && best < 1; start++) {
    const length = longer.length - start;
    if (!has(pattern, longer[start]) || bound(length, size) <= best) continue;
    best = Math.max(best, similarity(lcsWithin(pattern, longer, start, longer.length), length, size));
  }
  return best;
}

/** The best of all windows as long as the pattern, halving between windows that are known. */
function wholeWindows(pattern: PatternMasks, size: number, longer: Int32Array): number {
  const last = longer.length - size;
  const lcsAt = (start: number): number => lcsWithin(pattern, longer, start, start + size);
  const first = lcsAt(0);
  let most = Math.max(first, last === 0 ? first : lcsAt(last));
  const open: [from: number, to: number, lcsFrom: number, lcsTo: number][] = [[0, last, first, most]];
  if (last > 0) (open[0] as number[])[3] = lcsAt(last);
  for (let next = open.pop(); next !== undefined && most < size; next = open.pop()) {
    const [from, to, lcsFrom, lcsTo] = next;
    if (to - from < 2 || (lcsFrom + lcsTo + to - from) / 2 <= most) continue;
    const middle = (from + to) >>> 1;
    const lcs = lcsAt(middle);
    if (lcs > most) most = lcs;
    open.push([from, middle, lcsFrom, lcs], [middle, to, lcs, lcsTo]);
  }
  return similarity(most, size, size);
}

function has(pattern: PatternMasks, symbol: number | undefined): boolean {
  return symbol !== undefined && pattern.rowOf(symbol) > 0;
}

function bound(length: number, size: number): number {
  return similarity(Math.min(length, size), length, size);
}

function similarity(lcs: number, a: number, b: number): number {
  return (2 * lcs) / (a + b);
}
