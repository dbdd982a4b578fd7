import { type Layout, type Missing, type Signal, sizeAt } from "../signal/index.ts";

/** The signal at some indices, in that order, with its reasons. */
export function takeRows(signal: Signal, rows: readonly number[]): Signal {
  const missing = new Map<number, Missing>();
  rows.forEach((row, i) => {
    const reason = signal.notes?.missing.get(row);
    if (reason !== undefined) missing.set(i, reason);
  });
  return {
    level: signal.level,
    values: Float64Array.from(rows, (row) => signal.values[row] as number),
    present: Uint8Array.from(rows, (row) => signal.present[row] as number),
    notes: { missing, evidence: new Map(), costUsd: new Map() },
  };
}

/** The layout of some rollouts: groups numbered anew, steps and tokens moved together. */
export function takeLayout(layout: Layout, rows: readonly number[]): Layout {
  const groupOf = new Int32Array(rows.length);
  rows.forEach((row, i) => {
    const before = i === 0 ? -1 : (groupOf[i - 1] as number);
    const stays = i > 0 && layout.groupOf[row] === layout.groupOf[rows[i - 1] as number];
    groupOf[i] = stays ? before : before + 1;
  });
  return {
    groupOf,
    stepOffsets: takeOffsets(layout.stepOffsets, rows),
    tokenOffsets: takeOffsets(layout.tokenOffsets, rows),
  };
}

function takeOffsets(offsets: Int32Array, rows: readonly number[]): Int32Array {
  const taken = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    taken[i + 1] = (taken[i] as number) + (offsets[row + 1] as number) - (offsets[row] as number);
  });
  return taken;
}

/** Rollout numbers of each group. */
export function rowsByGroup(layout: Layout): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: sizeAt(layout, "group") }, () => []);
  layout.groupOf.forEach((group, row) => {
    (groups[group] as number[]).push(row);
  });
  return groups;
}
