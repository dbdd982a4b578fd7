import type { Signal } from "../signal/index.ts";
import { forgetKeys, idOf, type KeyIds, newKeyIds } from "./key-ids.ts";

/** The strata of one group. One object is used again and again; its columns grow with the groups. */
export interface Strata {
  readonly keys: KeyIds;
  /** [members] stratum of each; of those without a reward it means nothing. */
  ids: Int32Array;
  /** [strata] what is known of each. */
  counts: Float64Array;
  sums: Float64Array;
  firsts: Float64Array;
  equal: Uint8Array;
}

export function newStrata(): Strata {
  return { keys: newKeyIds(), ...columnsFor(16) };
}

function columnsFor(size: number): Omit<Strata, "keys"> {
  return {
    ids: new Int32Array(size),
    counts: new Float64Array(size),
    sums: new Float64Array(size),
    firsts: new Float64Array(size),
    equal: new Uint8Array(size),
  };
}

/** Measures the strata of the rollouts from `from` to `to`; those with the same key form one. */
export function measureStrata(
  strata: Strata,
  { values, present }: Signal,
  key: Float64Array,
  from: number,
  to: number,
): void {
  if (to - from > strata.ids.length) Object.assign(strata, columnsFor(2 * (to - from)));
  const { keys, ids, counts, sums, firsts, equal } = strata;
  forgetKeys(keys);
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const value = values[i] as number;
    const known = keys.count;
    const id = idOf(keys, key[i] as number);
    ids[i - from] = id;
    if (id === known) {
      counts[id] = 1;
      sums[id] = value;
      firsts[id] = value;
      equal[id] = 1;
      continue;
    }
    counts[id] = (counts[id] as number) + 1;
    sums[id] = (sums[id] as number) + value;
    if (value !== firsts[id]) equal[id] = 0;
  }
}

/** Mean of the stratum of a member; rewards that are all equal have exactly their own. */
export function meanOfStratum({ ids, counts, sums, firsts, equal }: Strata, member: number): number {
  const id = ids[member] as number;
  return equal[id] === 1 ? (firsts[id] as number) : (sums[id] as number) / (counts[id] as number);
}
