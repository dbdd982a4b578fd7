/** Up to this many keys of a group are looked for one by one. */
const FEW = 12;

/** The keys that were met and their numbers from 0, in the order in which they came. */
export interface KeyIds {
  readonly few: Float64Array;
  readonly many: Map<number, number>;
  count: number;
}

export function newKeyIds(): KeyIds {
  return { few: new Float64Array(FEW), many: new Map(), count: 0 };
}

export function forgetKeys(keys: KeyIds): void {
  if (keys.count > FEW) keys.many.clear();
  keys.count = 0;
}

/** The number of a key, a new one if it was not met before. */
export function idOf(keys: KeyIds, key: number): number {
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
