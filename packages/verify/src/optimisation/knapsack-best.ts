import type { KnapsackItems } from "./knapsack-value.ts";

const LIMIT_CELLS = 50_000_000;

/**
 * The largest value a selection that fits can have, by dynamic programming over whole weights.
 *
 * @returns the value, or why it is not computed
 *
 * ```ts doctest
 * import { knapsackBest } from "@guerdon/verify/optimisation";
 * knapsackBest({ values: [3, 4, 5], weights: [2, 3, 4], capacity: 6 }) // => 8
 * ```
 */
export function knapsackBest({ values, weights, capacity }: KnapsackItems): number | { readonly why: string } {
  const room = Math.floor(capacity);
  if (!weights.every(Number.isSafeInteger)) return { why: "the weights are no whole numbers" };
  if ((room + 1) * values.length > LIMIT_CELLS) return { why: `items × capacity is above ${LIMIT_CELLS}` };
  const best = new Float64Array(room + 1);
  values.forEach((value, item) => {
    const weight = weights[item] as number;
    for (let load = room; load >= weight; load--)
      best[load] = Math.max(best[load] as number, (best[load - weight] as number) + value);
  });
  return best[room] as number;
}
