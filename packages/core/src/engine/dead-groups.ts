import { groupOffsets, type Layout } from "../signal/layout.ts";
import type { Signal } from "../signal/signal.ts";

/** A group that teaches nothing: every advantage is 0. */
export interface DeadGroup {
  readonly group: number;
  readonly why: "one member" | "all equal" | "all missing";
}

/**
 * The groups of a batch whose rewards carry no signal, and why.
 *
 * A group with members that are missing counts by those that are present.
 *
 * ```ts doctest
 * import { deadGroups } from "@guerdon/core/engine";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * deadGroups(fullSignal("rollout", [1, 1, 0, 1]), flatLayout([2, 2])) // => [{ group: 0, why: "all equal" }]
 * ```
 */
export function deadGroups(total: Signal, layout: Layout): readonly DeadGroup[] {
  const offsets = groupOffsets(layout);
  const dead: DeadGroup[] = [];
  for (let group = 0; group + 1 < offsets.length; group++) {
    let count = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let r = offsets[group] as number; r < (offsets[group + 1] as number); r++) {
      if (total.present[r] !== 1) continue;
      count++;
      min = Math.min(min, total.values[r] as number);
      max = Math.max(max, total.values[r] as number);
    }
    if (count === 0) dead.push({ group, why: "all missing" });
    else if (count === 1) dead.push({ group, why: "one member" });
    else if (min === max) dead.push({ group, why: "all equal" });
  }
  return dead;
}
