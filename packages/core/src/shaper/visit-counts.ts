import type { Json, Signal } from "../signal/index.ts";

/** How often each id was seen, in all steps before. */
export type VisitCounts = { readonly [id: string]: number };

/** Counts with those of one more step. */
export function countedVisits(before: VisitCounts, ids: Signal): { [id: string]: Json } {
  const counts = new Map(Object.entries(before));
  for (let i = 0; i < ids.values.length; i++) {
    if (ids.present[i] === 0) continue;
    const id = String(ids.values[i]);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
