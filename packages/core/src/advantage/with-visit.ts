/** Rewards of a prompt by visit, oldest first. */
export type Visits = readonly (readonly number[])[];

/** The visits with one more, without the oldest that no longer fit in `limit` rewards; the newest always stays. */
export function withVisit(visits: Visits, visit: readonly number[], limit: number): Visits {
  const all = visit.length === 0 ? visits : [...visits, visit];
  let count = 0;
  let first = all.length;
  while (first > 0) {
    count += (all[first - 1] as readonly number[]).length;
    if (count > limit && first < all.length) break;
    first--;
  }
  return all.slice(first);
}
