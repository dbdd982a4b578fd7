import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";

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
  const keys: Keys = { few: new Float64Array(FEW), many: new Map(), count: 0 };
  let first = 0;
  let count = 0;
  for (let r = 0; r < groupOf.length; r++) {
    if (rule.among === "group" && r > 0 && groupOf[r] !== groupOf[r - 1]) {
      first = count;
      if (keys.count > FEW) keys.many.clear();
      keys.count = 0;
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

/** Up to this many keys of a group are looked for one by one. */
const FEW = 12;

/** The keys of a group and their numbers, in the order in which they came. */
interface Keys {
  readonly few: Float64Array;
  readonly many: Map<number, number>;
  count: number;
}

function idOf(keys: Keys, key: number): number {
  const { few, count } = keys;
  const looked = Math.min(count, FEW);
  for (let id = 0; id < looked; id++) if (few[id] === key) return id;
  const known = count > FEW ? keys.many.get(key) : undefined;
  if (known !== undefined) return known;
  if (count < FEW) few[count] = key;
  else keys.many.set(key, count);
  keys.count = count + 1;
  return count;
}
