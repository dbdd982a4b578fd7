import { broadcastIndex } from "../expression/index.ts";
import { deriveSignal, type Layout, type Level, type Signal } from "../signal/index.ts";

/**
 * A signal read at a finer level: every group's value goes to each of its rollouts, and so on down.
 *
 * A token that belongs to no step has no value.
 */
export function broadcastSignal(signal: Signal, level: Level, layout: Layout): Signal {
  if (signal.level === level) return signal;
  const index = broadcastIndex(layout, signal.level, level);
  const values = new Float64Array(index.length);
  const present = new Uint8Array(index.length);
  for (let i = 0; i < index.length; i++) {
    const from = index[i] as number;
    if (from < 0 || signal.present[from] !== 1) continue;
    values[i] = signal.values[from] as number;
    present[i] = 1;
  }
  return withReasons(deriveSignal(level, values, present, []), signal, index);
}

function withReasons(moved: Signal, from: Signal, index: Int32Array): Signal {
  if (moved.notes === undefined) return moved;
  const missing = new Map(moved.notes.missing);
  for (const i of missing.keys()) {
    const reason = from.notes?.missing.get(index[i] as number);
    if (reason !== undefined) missing.set(i, reason);
  }
  return { ...moved, notes: { ...moved.notes, missing } };
}
