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
  return { rows: Int32Array.from({ length: count }, (_, r) => r), left: new Map() };
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
  let group = -1;
  rows.forEach((r, i) => {
    if (i === 0 || layout.groupOf[r] !== layout.groupOf[rows[i - 1] as number]) group++;
    groupOf[i] = group;
    stepOffsets[i + 1] = (stepOffsets[i] as number) + width(layout.stepOffsets, r);
    tokenOffsets[i + 1] = (tokenOffsets[i] as number) + width(layout.tokenOffsets, r);
  });
  return { groupOf, stepOffsets, tokenOffsets };
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

function positions(level: Level, rows: Int32Array, layout: Layout): Int32Array {
  if (level === "rollout") return rows;
  const offsets = level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  const all: number[] = [];
  for (const r of rows) for (let i = offsets[r] as number; i < (offsets[r + 1] as number); i++) all.push(i);
  return Int32Array.from(all);
}
