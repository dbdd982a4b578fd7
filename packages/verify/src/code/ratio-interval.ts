/** How many times dearer the reference is than the candidate, with what the noise leaves open. */
export interface RatioInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The median of paired ratios with a 95 % interval by ranks, which assumes nothing of how noise is distributed.
 *
 *   ratio_i = reference_i / candidate_i;  interval = [ratio_(k), ratio_(n + 1 − k)], P(Binomial(n, ½) < k) ≤ 2.5 %
 *
 * Under 6 pairs no interval is that sure; the widest is given.
 */
export function ratioInterval(reference: readonly number[], candidate: readonly number[]): RatioInterval {
  const ratios = reference.map((cost, i) => cost / (candidate[i] as number)).sort((a, b) => a - b);
  const count = ratios.length;
  const middle = Math.floor(count / 2);
  const upper = ratios[middle] as number;
  const median = count % 2 === 1 ? upper : ((ratios[middle - 1] as number) + upper) / 2;
  const rank = Math.max(1, surestRank(count));
  return { median, low: ratios[rank - 1] as number, high: ratios[count - rank] as number };
}

/** The largest k with P(Binomial(n, ½) < k) ≤ 2.5 %, 0 where there is none. */
function surestRank(count: number): number {
  let below = 0;
  let term = 0.5 ** count;
  let rank = 0;
  for (; rank < count / 2; rank++) {
    below += term;
    if (below > 0.025) break;
    term *= (count - rank) / (rank + 1);
  }
  return rank;
}
