import { groupOffsets, type Layout, type Signal } from "@guerdon/core/signal";

/** Pairs of rollouts of one group, by what two versions of a program make of their order. */
export interface RankFlips {
  /** Pairs with both totals in both versions. */
  readonly pairs: number;
  /** The better one is the worse one now. */
  readonly flipped: number;
  /** They were equal and are not now, or the other way. */
  readonly tiesChanged: number;
}

/**
 * Counts the pairs within groups whose order changes.
 *
 * ```ts
 * const of = (...values) => fullSignal("rollout", values);
 * rankFlips(of(1, 2, 3), of(1, 3, 2), flatLayout([3])) // { pairs: 3, flipped: 1, tiesChanged: 0 }
 * ```
 */
export function rankFlips(before: Signal, after: Signal, layout: Layout): RankFlips {
  const offsets = groupOffsets(layout);
  let [pairs, flipped, tiesChanged] = [0, 0, 0];
  for (let g = 0; g + 1 < offsets.length; g++) {
    for (let i = offsets[g] as number; i < (offsets[g + 1] as number); i++) {
      for (let j = i + 1; j < (offsets[g + 1] as number); j++) {
        if (!before.present[i] || !before.present[j] || !after.present[i] || !after.present[j]) continue;
        const old = Math.sign((before.values[i] as number) - (before.values[j] as number));
        const now = Math.sign((after.values[i] as number) - (after.values[j] as number));
        pairs++;
        if (old * now < 0) flipped++;
        else if (old !== now && (old === 0 || now === 0)) tiesChanged++;
      }
    }
  }
  return { pairs, flipped, tiesChanged };
}
