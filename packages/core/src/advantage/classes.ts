import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { forgetKeys, idOf, newKeyIds } from "./key-ids.ts";

export type PlaceLevel = "rollout" | "step" | "token";

/** Which places are compared with each other. */
export interface ClassRule {
  /** All of them; those with the same index in their rollouts; those with the same key. */
  readonly by: "all" | "index" | "key";
  /** Within each group, or across the whole batch. */
  readonly among: "group" | "batch";
}

export interface Classes {
  /** [N] class of each place; −1 for a place without a key. */
  readonly of: Int32Array;
  readonly count: number;
}

/** Sorts the places of a level into classes, numbered from 0 in the order of their first places. */
export function classesOf(rule: ClassRule, level: PlaceLevel, layout: Layout, key?: Signal): Classes {
  const { groupOf } = layout;
  const offsets = rolloutOffsets(layout, level);
  const of = new Int32Array(offsets[groupOf.length] as number).fill(-1);
  const keys = newKeyIds();
  let first = 0;
  let count = 0;
  for (let r = 0; r < groupOf.length; r++) {
    if (rule.among === "group" && r > 0 && groupOf[r] !== groupOf[r - 1]) {
      first = count;
      forgetKeys(keys);
    }
    const from = offsets[r] as number;
    for (let i = from; i < (offsets[r + 1] as number); i++) {
      if (rule.by === "key" && key?.present[i] !== 1) continue;
      const place = rule.by === "all" ? 0 : rule.by === "index" ? i - from : idOf(keys, key?.values[i] as number);
      of[i] = first + place;
      if (first + place >= count) count = first + place + 1;
    }
  }
  return { of, count };
}
