import type { Signal } from "../signal/index.ts";
import type { PlaceLevel } from "./classes.ts";

/** The reward of each rollout on its last place that any source has, or on its last place; missing elsewhere. */
export function outcomePlaces(
  total: Signal,
  sources: readonly Signal[],
  offsets: Int32Array,
  level: PlaceLevel,
): Signal {
  const length = offsets[total.values.length] as number;
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  for (let r = 0; r < total.values.length; r++) {
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    if (total.present[r] === 0 || from === to) continue;
    const at = lastPlace(sources, from, to);
    values[at] = total.values[r] as number;
    present[at] = 1;
  }
  return { level, values, present };
}

function lastPlace(sources: readonly Signal[], from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) {
    for (const { present } of sources) if (present[i] === 1) return i;
  }
  return to - 1;
}
