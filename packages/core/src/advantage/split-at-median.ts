import type { Signal } from "../signal/index.ts";
import { type Members, newMembers } from "./members.ts";

/** The counted members of a group in two halves by a metric. One object is used again and again. */
export interface Split {
  /** Members of the halves. */
  low: number;
  high: number;
  /** Members whose metric is `edge` may be in either half. */
  edge: number;
  /** How many those are, and how many of them belong to the high half. */
  ties: number;
  raised: number;
  /** Sums of the centred rewards below, at and above the edge. */
  below: number;
  at: number;
  above: number;
  /** The rewards they come from. */
  readonly group: Members;
}

export function newSplit(total: Signal): Split {
  const group = newMembers(0, 0, total);
  return { low: 0, high: 0, edge: 0, ties: 0, raised: 0, below: 0, at: 0, above: 0, group };
}

/** Splits the measured group of a split at the median of its metric: the low half has ⌊n / 2⌋ members. */
export function splitAtMedian(split: Split, total: Signal, metric: Float64Array, scratch: Float64Array): void {
  const { from, to, count } = split.group;
  let n = 0;
  for (let i = from; i < to; i++) if (total.present[i] === 1) scratch[n++] = metric[i] as number;
  sortFirst(scratch, n);
  split.low = count >> 1;
  split.high = count - split.low;
  split.edge = scratch[split.low] as number;
  sumSides(split, total, metric);
  let over = 0;
  for (let k = split.low; k < n; k++) if ((scratch[k] as number) > split.edge) over++;
  split.raised = split.high - over;
}

/** Splits the measured group of a split into the members from a threshold on and those below it. */
export function splitAtThreshold(split: Split, total: Signal, metric: Float64Array, threshold: Float64Array): void {
  const { from, to } = split.group;
  const mean = split.group.mean;
  Object.assign(split, { low: 0, high: 0, edge: Number.NaN, ties: 0, raised: 0, below: 0, at: 0, above: 0 });
  for (let i = from; i < to; i++) {
    if (total.present[i] === 0) continue;
    const reward = (total.values[i] as number) - mean;
    if ((metric[i] as number) >= (threshold[i] as number)) {
      split.high++;
      split.above += reward;
    } else {
      split.low++;
      split.below += reward;
    }
  }
}

function sumSides(split: Split, { values, present }: Signal, metric: Float64Array): void {
  const { group, edge } = split;
  let [ties, below, at, above] = [0, 0, 0, 0];
  for (let i = group.from; i < group.to; i++) {
    if (present[i] === 0) continue;
    const reward = (values[i] as number) - group.mean;
    const place = metric[i] as number;
    if (place < edge) below += reward;
    else if (place > edge) above += reward;
    else {
      at += reward;
      ties++;
    }
  }
  split.ties = ties;
  split.below = below;
  split.at = at;
  split.above = above;
}

const FEW = 48;

function sortFirst(scratch: Float64Array, count: number): void {
  if (count > FEW) {
    scratch.subarray(0, count).sort();
    return;
  }
  for (let k = 1; k < count; k++) {
    const value = scratch[k] as number;
    let j = k - 1;
    for (; j >= 0 && (scratch[j] as number) > value; j--) scratch[j + 1] = scratch[j] as number;
    scratch[j + 1] = value;
  }
}
