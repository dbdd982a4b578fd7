export interface KnapsackItems {
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly capacity: number;
}

/**
 * Value of a selection that fits, or why it is none.
 *
 * ```ts doctest
 * import { knapsackValue } from "@guerdon/verify/optimisation";
 * knapsackValue([0, 2], { values: [3, 4, 5], weights: [2, 3, 4], capacity: 6 }) // => 8
 * ```
 */
export function knapsackValue(
  selection: readonly number[],
  { values, weights, capacity }: KnapsackItems,
): number | { readonly why: string } {
  let weight = 0;
  let value = 0;
  const taken = new Set<number>();
  for (const item of selection) {
    if (values[item] === undefined || weights[item] === undefined) return { why: `${item} is no item` };
    if (taken.has(item)) return { why: `item ${item} is taken twice` };
    taken.add(item);
    weight += weights[item];
    value += values[item];
  }
  return weight > capacity ? { why: `the selection weighs ${weight} of ${capacity}` } : value;
}
