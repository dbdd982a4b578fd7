import { groupOffsets, type Layout, rolloutOffsets } from "../signal/layout.ts";
import type { Signal } from "../signal/signal.ts";

/** A group that teaches nothing: no member has another advantage than its fellows. */
export interface DeadGroup {
  readonly group: number;
  readonly why: "one member" | "all equal" | "all missing";
}

/**
 * The groups of a batch that carry no signal, and why.
 *
 * Members whose total is missing do not count. A group is dead when it has no other member, when its advantages are
 * all equal, or when its only member has advantage 0 (a trainer that keeps a lone reward gives it another). Advantages
 * of steps or tokens are looked at one by one.
 *
 * ```ts doctest
 * import { deadGroups } from "@guerdon/core/engine";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const total = fullSignal("rollout", [1, 1, 0, 1]);
 * deadGroups(total, fullSignal("rollout", [0, 0, -1, 1]), flatLayout([2, 2])) // => [{ group: 0, why: "all equal" }]
 * ```
 */
export function deadGroups(total: Signal, advantages: Signal, layout: Layout): readonly DeadGroup[] {
  const offsets = groupOffsets(layout);
  const places = rolloutOffsets(layout, advantages.level as "rollout" | "step" | "token");
  const dead: DeadGroup[] = [];
  for (let group = 0; group + 1 < offsets.length; group++) {
    let count = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let r = offsets[group] as number; r < (offsets[group + 1] as number); r++) {
      if (total.present[r] !== 1) continue;
      count++;
      for (let i = places[r] as number; i < (places[r + 1] as number); i++) {
        const advantage = advantages.values[i] as number;
        if (advantage < min) min = advantage;
        if (advantage > max) max = advantage;
      }
    }
    if (count === 0) dead.push({ group, why: "all missing" });
    else if (min > max) dead.push({ group, why: "all equal" });
    else if (count === 1 && min === 0 && max === 0) dead.push({ group, why: "one member" });
    else if (count > 1 && min === max) dead.push({ group, why: "all equal" });
  }
  return dead;
}
