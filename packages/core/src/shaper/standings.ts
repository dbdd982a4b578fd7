import type { Signal } from "../signal/index.ts";
import { forEachSpan } from "./span-offsets.ts";

/** Where present members stand among those of their span. */
export interface Standings {
  /** [N] members of the span with a smaller value. */
  readonly less: Int32Array;
  /** [N] members of the span with the same value, the member itself among them. */
  readonly equal: Int32Array;
}

/** Up to this size members are compared with each other, beyond it they are sorted. */
const SMALL = 24;

export function standingsOf(of: Signal, offsets: Int32Array): Standings {
  const less = new Int32Array(of.values.length);
  const equal = new Int32Array(of.values.length);
  forEachSpan(offsets, (from, to) => {
    if (to - from <= SMALL) compareAll(of, from, to, less, equal);
    else compareSorted(of, from, to, less, equal);
  });
  return { less, equal };
}

function compareAll({ values, present }: Signal, from: number, to: number, less: Int32Array, equal: Int32Array): void {
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const value = values[i] as number;
    let below = less[i] as number;
    let same = (equal[i] as number) + 1;
    for (let j = i + 1; j < to; j++) {
      if (present[j] === 0) continue;
      const other = values[j] as number;
      const under = other < value ? 1 : 0;
      const alike = other === value ? 1 : 0;
      below += under;
      same += alike;
      less[j] = (less[j] as number) + 1 - under - alike;
      equal[j] = (equal[j] as number) + alike;
    }
    less[i] = below;
    equal[i] = same;
  }
}

function compareSorted(of: Signal, from: number, to: number, less: Int32Array, equal: Int32Array): void {
  const sorted = sortedPresent(of, from, to);
  for (let i = from; i < to; i++) {
    if (of.present[i] === 0) continue;
    const value = of.values[i] as number;
    const first = countBelow(sorted, value, false);
    less[i] = first;
    equal[i] = countBelow(sorted, value, true) - first;
  }
}

/** The present values from `from` to `to`, rising. */
export function sortedPresent({ values, present }: Signal, from: number, to: number): Float64Array {
  const own = new Float64Array(to - from);
  let count = 0;
  for (let i = from; i < to; i++) if (present[i] === 1) own[count++] = values[i] as number;
  return own.subarray(0, count).sort();
}

/** How many of the rising values are smaller, or at most as great with `inclusive`. */
export function countBelow(sorted: ArrayLike<number>, value: number, inclusive: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle] as number;
    if (other < value || (inclusive && other === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The q-quantile of rising values, by linear interpolation between order statistics. */
export function quantileOf(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low === high ? low : low + (place - below) * (high - low);
}
