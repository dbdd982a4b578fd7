import { type Layout, type Level, type Missing, type Signal, sizeAt } from "../signal/index.ts";

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

/** What belongs to some rollouts, in the order in which `takeLayout` lays them out. */
export function takeRollouts(signal: Signal, layout: Layout, rows: readonly number[]): Signal {
  return takeRows(signal, placesOf(layout, signal.level, rows));
}

/** Where the values of some rollouts lie in a signal of a level. */
export function placesOf(layout: Layout, level: Level, rows: readonly number[]): readonly number[] {
  if (level === "batch") return [0];
  if (level === "rollout") return rows;
  if (level === "group") return [...new Set(rows.map((row) => layout.groupOf[row] as number))];
  const offsets = level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  return rows.flatMap((row) => range(offsets[row] as number, offsets[row + 1] as number));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** The layout of some rollouts: groups numbered anew, steps and tokens moved together. */
export function takeLayout(layout: Layout, rows: readonly number[]): Layout {
  const groupOf = new Int32Array(rows.length);
  const keys: string[] = [];
  rows.forEach((row, i) => {
    const group = layout.groupOf[row] as number;
    if (i === 0 || group !== layout.groupOf[rows[i - 1] as number]) keys.push(layout.groupKeys?.[group] ?? "");
    groupOf[i] = keys.length - 1;
  });
  const stepOffsets = takeOffsets(layout.stepOffsets, rows);
  const taken = { groupOf, stepOffsets, tokenOffsets: takeOffsets(layout.tokenOffsets, rows) };
  return {
    ...taken,
    ...(layout.groupKeys === undefined ? {} : { groupKeys: keys }),
    ...(layout.stepOfToken === undefined ? {} : { stepOfToken: takeSteps(layout, stepOffsets, rows) }),
  };
}

function takeSteps(layout: Layout, stepOffsets: Int32Array, rows: readonly number[]): Int32Array {
  const moved = rows.flatMap((row, i) => {
    const shift = (stepOffsets[i] as number) - (layout.stepOffsets[row] as number);
    return placesOf(layout, "token", [row]).map((token) => {
      const step = layout.stepOfToken?.[token] as number;
      return step < 0 ? step : step + shift;
    });
  });
  return Int32Array.from(moved);
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
