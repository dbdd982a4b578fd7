import { makePairTable } from "./pair-table.ts";

/** Numbers the n-grams of several texts: for each text the numbers of its n-grams in order. */
function numberGrams(
  texts: readonly Int32Array[],
  n: number,
): { readonly grams: Int32Array[]; readonly count: number } {
  const room = texts.reduce((sum, { length }) => sum + length, 0);
  const table = makePairTable();
  let grams = texts.map(({ length }) => new Int32Array(length));
  let count = 0;
  for (let order = 1; order <= n; order++) {
    table.reset(room);
    count = 0;
    grams = grams.map((prefixes, t) => {
      const text = texts[t] as Int32Array;
      const longer = new Int32Array(Math.max(0, text.length - order + 1));
      for (let i = 0; i < longer.length; i++) {
        const id = table.add(prefixes[i] as number, text[i + order - 1] as number);
        longer[i] = id;
        if (id >= count) count = id + 1;
      }
      return longer;
    });
  }
  return { grams, count };
}

/**
 * Distinct-n: distinct n-grams of all texts over the number of n-grams, 0 when there is none.
 *
 * ```ts doctest
 * import { distinctShare } from "@guerdon/verify/similarity";
 * distinctShare([Int32Array.of(1, 2), Int32Array.of(1, 3)], 1) // => 0.75
 * ```
 */
export function distinctShare(texts: readonly Int32Array[], n: number): number {
  const { grams, count } = numberGrams(texts, n);
  const total = grams.reduce((sum, { length }) => sum + length, 0);
  return total === 0 ? 0 : count / total;
}

/** For each text, the share of its n-grams that no other text has; 0 for a text without n-grams. */
export function novelShares(texts: readonly Int32Array[], n: number): number[] {
  const { grams, count } = numberGrams(texts, n);
  const owner = new Int32Array(count).fill(-1);
  grams.forEach((list, t) => {
    for (const id of list) owner[id] = owner[id] === -1 || owner[id] === t ? t : -2;
  });
  return grams.map((list, t) => (list.length === 0 ? 0 : list.filter((id) => owner[id] === t).length / list.length));
}
