import type { Layout, Level, Notes, Signal } from "@guerdon/core/signal";

/** Values of the rollouts `from` … `to` − 1 of a batch; for signals with a value a rollout, step or token. */
export function sliceSignal(signal: Signal, layout: Layout, from: number, to: number): Signal {
  const first = offsetAt(layout, signal.level, from);
  const last = offsetAt(layout, signal.level, to);
  const { level, values, present, notes } = signal;
  const slice = { level, values: values.slice(first, last), present: present.slice(first, last) };
  const own = notes === undefined ? undefined : sliceNotes(notes, first, last);
  return own === undefined ? slice : { ...slice, notes: own };
}

function offsetAt(layout: Layout, level: Level, rollout: number): number {
  if (level === "step") return layout.stepOffsets[rollout] as number;
  if (level === "token") return layout.tokenOffsets[rollout] as number;
  return rollout;
}

function sliceNotes(notes: Notes, first: number, last: number): Notes | undefined {
  const missing = sliceMap(notes.missing, first, last);
  const evidence = sliceMap(notes.evidence, first, last);
  const costUsd = sliceMap(notes.costUsd, first, last);
  return missing.size + evidence.size + costUsd.size === 0 ? undefined : { missing, evidence, costUsd };
}

function sliceMap<T>(map: ReadonlyMap<number, T>, first: number, last: number): ReadonlyMap<number, T> {
  const slice = new Map<number, T>();
  if (map.size === 0) return slice;
  for (let i = first; i < last; i++) {
    const entry = map.get(i);
    if (entry !== undefined) slice.set(i - first, entry);
  }
  return slice;
}
