import { deriveSignal, type Missing, missingAt, type Signal } from "../signal/index.ts";

/** Where the neighbour of each place is: before it or after it. */
export type Side = -1 | 1;

/**
 * For each step or token the value beside it in its rollout, and at the edge that of the rollout in `border`.
 *
 * `inset` moves the edge inwards: with 1 the place before the last has `border` after it.
 */
export function neighbourSignal(of: Signal, border: Signal, offsets: Int32Array, side: Side, inset: 0 | 1 = 0): Signal {
  const values = new Float64Array(of.values.length);
  const present = new Uint8Array(values.length);
  const rowOf = new Int32Array(values.length).fill(-1);
  for (let row = 0; row + 1 < offsets.length; row++) {
    const [from, to] = [offsets[row] as number, offsets[row + 1] as number];
    for (let k = from; k < to; k++) {
      const isEdge = side === -1 ? k <= from + inset : k >= to - 1 - inset;
      if (isEdge) rowOf[k] = row;
      values[k] = (isEdge ? border.values[row] : of.values[k + side]) as number;
      present[k] = (isEdge ? border.present[row] : of.present[k + side]) as number;
    }
  }
  const reason = (k: number): Missing =>
    rowOf[k] === -1 ? missingAt(of, k + side) : missingAt(border, rowOf[k] as number);
  return deriveSignal(of.level, values, present, reason);
}
