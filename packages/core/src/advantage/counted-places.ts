import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { allPresent } from "./all-present.ts";
import type { PlaceLevel } from "./classes.ts";

/** [N] 1 where all the signals have a value and the rollout has a reward. */
export function countedPlaces(
  level: PlaceLevel,
  layout: Layout,
  total: Signal,
  signals: readonly Signal[],
): Uint8Array {
  const counted = placesWithReward(level, layout, total);
  for (const { present } of signals) {
    if (allPresent(present)) continue;
    for (let i = 0; i < counted.length; i++) counted[i] = (counted[i] as number) & (present[i] as number);
  }
  return counted;
}

function placesWithReward(level: PlaceLevel, layout: Layout, { present }: Signal): Uint8Array {
  if (level === "rollout") return present.slice();
  const offsets = rolloutOffsets(layout, level);
  const counted = new Uint8Array(offsets[present.length] as number).fill(1);
  if (allPresent(present)) return counted;
  for (let r = 0; r < present.length; r++) {
    if (present[r] === 0) counted.fill(0, offsets[r], offsets[r + 1]);
  }
  return counted;
}
