import type { DeadGroup } from "@guerdon/core/engine";
import { groupOffsets } from "@guerdon/core/signal";
import type { FileScores } from "./score-file.ts";

const SHOWN = 8;
const SHOWN_GROUPS = 20;

/** Places in the columns that a report shows. */
export interface PickedPlaces {
  readonly best: readonly number[];
  readonly worst: readonly number[];
  readonly missing: readonly number[];
  /** First member and size of some dead groups. */
  readonly dead: readonly { readonly place: number; readonly rollouts: number; readonly why: DeadGroup["why"] }[];
}

/** The best, the worst and the missing totals, ties by place, and some dead groups. */
export function pickPlaces({ total, layout }: FileScores, deadGroups: readonly DeadGroup[]): PickedPlaces {
  const best: number[] = [];
  const worst: number[] = [];
  const missing: number[] = [];
  for (let at = 0; at < total.values.length; at++) {
    if (total.present[at] === 1) {
      insert(best, at, (a, b) => (total.values[a] as number) > (total.values[b] as number));
      insert(worst, at, (a, b) => (total.values[a] as number) < (total.values[b] as number));
    } else if (missing.length < SHOWN) missing.push(at);
  }
  const offsets = groupOffsets(layout);
  const dead = deadGroups.slice(0, SHOWN_GROUPS).map(({ group, why }) => {
    const place = offsets[group] as number;
    return { place, rollouts: (offsets[group + 1] as number) - place, why };
  });
  return { best, worst: worst.filter((at) => !best.includes(at)), missing, dead };
}

/** Keeps the few best in order. */
function insert(kept: number[], at: number, better: (a: number, b: number) => boolean): void {
  if (kept.length === SHOWN && !better(at, kept[SHOWN - 1] as number)) return;
  let slot = kept.length;
  while (slot > 0 && better(at, kept[slot - 1] as number)) slot--;
  kept.splice(slot, 0, at);
  if (kept.length > SHOWN) kept.pop();
}
