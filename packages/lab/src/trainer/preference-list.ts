/** A winner and the losers it is learnt against, as items. */
export interface PreferenceList {
  readonly winner: number;
  readonly losers: readonly number[];
}

/**
 * A list from two orders of the same items: of those that moved up the best one wins, and those that moved down lose to it.
 *
 * @param before - [N] items, the first of them first
 * @param after - [N] what each is worth to who ranks them again
 * @returns undefined where no item moved
 * @paper 147 §Mechanism, stage A (samples whose rank changed: promoted ones win, demoted ones lose)
 *
 * ```ts doctest
 * import { movedList } from "@guerdon/lab/trainer";
 * movedList([7, 3, 5], [0.1, 0.4, 0.9]) // => { winner: 5, losers: [7] }
 * ```
 */
export function movedList(before: readonly number[], after: readonly number[]): PreferenceList | undefined {
  const order = before.map((_, i) => i).sort((a, b) => (after[b] as number) - (after[a] as number));
  const best = order.find((from, to) => from > to);
  if (best === undefined) return undefined;
  const demoted = order.filter((from, to) => from < to && (after[from] as number) < (after[best] as number));
  return { winner: before[best] as number, losers: demoted.map((from) => before[from] as number) };
}

/**
 * A list from what was done with items: the best of those at least at a level wins, all below the level lose.
 *
 * @param levels - [N]
 * @param worth - [N] tells items of the winner's level apart
 * @returns undefined where nothing is at the level, or nothing below
 * @paper 147 §Mechanism, stage B (levels 1–3 win, 4–6 lose)
 *
 * ```ts doctest
 * import { levelList } from "@guerdon/lab/trainer";
 * levelList([7, 3, 5], [0.5, 1, 2], [1, 1, 1], 1) // => { winner: 5, losers: [7] }
 * ```
 */
export function levelList(
  items: readonly number[],
  levels: readonly number[],
  worth: readonly number[],
  least: number,
): PreferenceList | undefined {
  const places = items.map((_, i) => i);
  const above = places.filter((i) => (levels[i] as number) >= least);
  const losers = places.filter((i) => (levels[i] as number) < least).map((i) => items[i] as number);
  if (above.length === 0 || losers.length === 0) return undefined;
  const isBetter = (a: number, b: number): boolean =>
    levels[a] === levels[b]
      ? (worth[a] as number) > (worth[b] as number)
      : (levels[a] as number) > (levels[b] as number);
  return { winner: items[above.reduce((a, b) => (isBetter(b, a) ? b : a))] as number, losers };
}

/**
 * Weights of losers by how close they come to the winner: 1 / gap, between bounds, with mean 1 over the list.
 *
 * @param gaps - [L] reward of the winner less that of each loser; what is below `least`, reversed pairs too, counts as that
 * @param cap - largest weight before the mean is taken out
 * @paper 147 §Mechanism (pair weight 1 / (r_pos − r_neg)), §Pitfalls (gap at least 0.1, cap 5, mean 1)
 *
 * ```ts doctest
 * import { gapWeights } from "@guerdon/lab/trainer";
 * gapWeights([0.5, 1], 0.1, 5).map((weight) => weight.toFixed(3)) // => ["1.333", "0.667"]
 * ```
 */
export function gapWeights(gaps: readonly number[], least = 0.1, cap = 5): readonly number[] {
  const raw = gaps.map((gap) => Math.min(cap, 1 / Math.max(least, gap)));
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / raw.length;
  return raw.map((weight) => weight / mean);
}
