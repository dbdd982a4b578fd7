import { type Layout, rolloutOffsets, type Signal } from "@guerdon/core/signal";

/** A rollout of a batch. */
export interface Place {
  readonly index: number;
  readonly layout: Layout;
}

/** One number for a rollout: its own value, that of its group or batch, or the mean of its steps or tokens; null for none. */
export function rolloutValue(signal: Signal, place: Place): number | null {
  const { level, values, present } = signal;
  if (level !== "step" && level !== "token") {
    const at = coarsePlace(signal, place);
    return present[at] === 1 ? (values[at] as number) : null;
  }
  const offsets = rolloutOffsets(place.layout, level);
  let sum = 0;
  let count = 0;
  for (let i = offsets[place.index] as number; i < (offsets[place.index + 1] as number); i++) {
    if (present[i] !== 1) continue;
    sum += values[i] as number;
    count++;
  }
  return count === 0 ? null : sum / count;
}

/** Where the value of a rollout lies in a signal that is no finer. */
export function coarsePlace({ level }: Pick<Signal, "level">, { index, layout }: Place): number {
  if (level === "batch") return 0;
  return level === "group" ? (layout.groupOf[index] as number) : index;
}
