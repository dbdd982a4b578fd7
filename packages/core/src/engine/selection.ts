import type { Layout } from "../signal/layout.ts";
import { sizeAt } from "../signal/layout.ts";
import type { Level } from "../signal/level.ts";
import { abstained, type Missing } from "../signal/outcome.ts";
import { missingAt, type Signal } from "../signal/signal.ts";

/** Which rollouts a term runs on, and why the others are left out. */
export interface Selection {
  /** Indices of the rollouts to run on, ascending. */
  readonly rows: Int32Array;
  readonly left: ReadonlyMap<number, Missing>;
}

/** All rollouts. */
export function selectAll(count: number): Selection {
  const rows = new Int32Array(count);
  for (let r = 0; r < count; r++) rows[r] = r;
  return { rows, left: new Map() };
}

/** Rollouts for which the condition is positive; a missing condition leaves its rollout missing. */
export function selectWhere(condition: Signal, text: string): Selection {
  const rows: number[] = [];
  const left = new Map<number, Missing>();
  const skipped = abstained(`skipped: \`${text}\` does not hold`);
  for (let r = 0; r < condition.values.length; r++) {
    if (condition.present[r] !== 1) left.set(r, missingAt(condition, r));
    else if ((condition.values[r] as number) > 0) rows.push(r);
    else left.set(r, skipped);
  }
  return { rows: Int32Array.from(rows), left };
}

/** Leaves out further rollouts. */
export function without(selection: Selection, missing: ReadonlyMap<number, Missing>): Selection {
  if (missing.size === 0) return selection;
  const left = new Map(selection.left);
  const rows = selection.rows.filter((r) => {
    const reason = missing.get(r);
    if (reason !== undefined) left.set(r, reason);
    return reason === undefined;
  });
  return { rows, left };
}

/** The layout of some rows of a batch. */
export function subLayout(layout: Layout, rows: Int32Array): Layout {
  if (rows.length === layout.groupOf.length) return layout;
  const groupOf = new Int32Array(rows.length);
  const stepOffsets = new Int32Array(rows.length + 1);
  const tokenOffsets = new Int32Array(rows.length + 1);
  const groups: number[] = [];
  rows.forEach((r, i) => {
    const group = layout.groupOf[r] as number;
    if (i === 0 || group !== layout.groupOf[rows[i - 1] as number]) groups.push(group);
    groupOf[i] = groups.length - 1;
    stepOffsets[i + 1] = (stepOffsets[i] as number) + width(layout.stepOffsets, r);
    tokenOffsets[i + 1] = (tokenOffsets[i] as number) + width(layout.tokenOffsets, r);
  });
  const groupKeys = layout.groupKeys && groups.map((group) => layout.groupKeys?.[group] as string);
  const keys = groupKeys === undefined ? {} : { groupKeys };
  return { groupOf, stepOffsets, tokenOffsets, ...keys, ...stepsOfTokens(layout, rows, stepOffsets) };
}

function stepsOfTokens(layout: Layout, rows: Int32Array, stepOffsets: Int32Array): { stepOfToken?: Int32Array } {
  const { stepOfToken, tokenOffsets } = layout;
  if (stepOfToken === undefined) return {};
  const moved: number[] = [];
  rows.forEach((r, i) => {
    const shift = (stepOffsets[i] as number) - (layout.stepOffsets[r] as number);
    for (let t = tokenOffsets[r] as number; t < (tokenOffsets[r + 1] as number); t++) {
      const step = stepOfToken[t] as number;
      moved.push(step < 0 ? step : step + shift);
    }
  });
  return { stepOfToken: Int32Array.from(moved) };
}

function width(offsets: Int32Array, r: number): number {
  return (offsets[r + 1] as number) - (offsets[r] as number);
}

/** Puts a signal of some rows back into the whole batch; the rows left out carry their reason. */
export function scatter(part: Signal, selection: Selection, layout: Layout): Signal {
  const { rows, left } = selection;
  if (left.size === 0) return part;
  const size = sizeAt(layout, part.level);
  const target = positions(part.level, rows, layout);
  const values = new Float64Array(size);
  const present = new Uint8Array(size);
  for (let i = 0; i < target.length; i++) {
    values[target[i] as number] = part.values[i] as number;
    present[target[i] as number] = part.present[i] as number;
  }
  const moved = <T>(map?: ReadonlyMap<number, T>): Map<number, T> =>
    new Map([...(map ?? [])].map(([i, note]) => [target[i] as number, note]));
  const missing = moved(part.notes?.missing);
  for (const [r, reason] of left) {
    for (const index of positions(part.level, Int32Array.of(r), layout)) missing.set(index, reason);
  }
  const notes = { missing, evidence: moved(part.notes?.evidence), costUsd: moved(part.notes?.costUsd) };
  return { level: part.level, values, present, notes };
}

/** The part of a signal that belongs to the selected rows, as `subLayout` lays them out. */
export function take(signal: Signal, selection: Selection, layout: Layout): Signal {
  if (selection.left.size === 0) return signal;
  const from = positions(signal.level, selection.rows, layout);
  const taken = <T>(map?: ReadonlyMap<number, T>): Map<number, T> => {
    const notes = new Map<number, T>();
    for (const [i, index] of from.entries()) {
      const note = map?.get(index);
      if (note !== undefined) notes.set(i, note);
    }
    return notes;
  };
  const { missing, evidence, costUsd } = signal.notes ?? {};
  return {
    level: signal.level,
    values: Float64Array.from(from, (i) => signal.values[i] as number),
    present: Uint8Array.from(from, (i) => signal.present[i] as number),
    notes: { missing: taken(missing), evidence: taken(evidence), costUsd: taken(costUsd) },
  };
}

/** A signal of the whole batch with the rows that are left out missing; a value a group or batch stays. */
export function leaveOut(signal: Signal, { left }: Selection, layout: Layout): Signal {
  const { level } = signal;
  if (left.size === 0 || level === "group" || level === "batch") return signal;
  const values = signal.values.slice();
  const present = signal.present.slice();
  const missing = new Map(signal.notes?.missing);
  for (const [r, reason] of left) {
    for (const index of positions(level, Int32Array.of(r), layout)) {
      values[index] = 0;
      present[index] = 0;
      missing.set(index, reason);
    }
  }
  const { evidence = new Map(), costUsd = new Map() } = signal.notes ?? {};
  return { level, values, present, notes: { missing, evidence, costUsd } };
}

/** Where the values of some rows lie in a signal of the whole batch. */
function positions(level: Level, rows: Int32Array, layout: Layout): Int32Array {
  if (level === "batch") return Int32Array.of(0);
  if (level === "rollout") return rows;
  if (level === "group") return Int32Array.from(new Set(Array.from(rows, (r) => layout.groupOf[r] as number)));
  const offsets = level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  const all: number[] = [];
  for (const r of rows) for (let i = offsets[r] as number; i < (offsets[r + 1] as number); i++) all.push(i);
  return Int32Array.from(all);
}
