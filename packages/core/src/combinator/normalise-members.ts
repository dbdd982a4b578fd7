import { deriveSignal, type Layout, memberOffsets, type Signal } from "../signal/index.ts";

export interface NormaliseSettings {
  readonly by: "z-score" | "min-max" | "rank";
  readonly over: "group" | "batch";
  readonly eps: number;
}

/** Puts the present values of each group, or of the batch, on one scale; what is missing stays missing. */
export function normaliseMembers(of: Signal, layout: Layout, { by, over, eps }: NormaliseSettings): Signal {
  const offsets = over === "batch" ? Int32Array.of(0, of.values.length) : memberOffsets(layout, of.level);
  const values = new Float64Array(of.values.length);
  const scale = by === "z-score" ? standardise : by === "min-max" ? stretch : rank;
  for (let group = 0; group + 1 < offsets.length; group++) {
    scale(of, values, { from: offsets[group] as number, to: offsets[group + 1] as number, eps });
  }
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly eps: number;
}

/** Equal values are exactly 0. */
function standardise({ values, present }: Signal, out: Float64Array, { from, to, eps }: Span): void {
  let [count, sum, equal] = [0, 0, true];
  let first = 0;
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const value = values[i] as number;
    if (count === 0) first = value;
    else if (value !== first) equal = false;
    count++;
    sum += value;
  }
  if (equal) return;
  const mean = sum / count;
  let squares = 0;
  for (let i = from; i < to; i++) if (present[i] === 1) squares += ((values[i] as number) - mean) ** 2;
  const divisor = Math.sqrt(squares / count) + eps;
  for (let i = from; i < to; i++) if (present[i] === 1) out[i] = ((values[i] as number) - mean) / divisor;
}

function stretch({ values, present }: Signal, out: Float64Array, { from, to, eps }: Span): void {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least >= most) return;
  const divisor = most - least + eps;
  for (let i = from; i < to; i++) if (present[i] === 1) out[i] = ((values[i] as number) - least) / divisor;
}

/** The share of the other present values that each one beats, a tie counting half; ½ for a single one. */
function rank({ values, present }: Signal, out: Float64Array, { from, to }: Span): void {
  const order: number[] = [];
  for (let i = from; i < to; i++) if (present[i] === 1) order.push(i);
  order.sort((a, b) => (values[a] as number) - (values[b] as number));
  const others = order.length - 1;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    const value = values[order[start] as number] as number;
    while (end < order.length && values[order[end] as number] === value) end++;
    const beaten = others === 0 ? 0.5 : (start + (end - start - 1) / 2) / others;
    for (let k = start; k < end; k++) out[order[k] as number] = beaten;
    start = end;
  }
}
