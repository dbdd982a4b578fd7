export interface PairWeights {
  /** What a tie costs where the reference has an order, as a share of the pair's weight. */
  readonly tieCost: number;
  /** Weight of a pair besides the distance of its reference scores. */
  readonly base: number;
}

/**
 * 1 less the weighted share of pairs that scores order otherwise than the reference.
 *
 *   1 − Σ cost_ab / Σ w_ab,  w_ab = base + |g_a − g_b|
 *
 * No pair, or no weight: 0.
 *
 * @paper 040 §Mechanism (pairReward)
 *
 * ```ts doctest
 * import { weightedPairAgreement } from "@guerdon/verify/ranking";
 * weightedPairAgreement([3, 4, 1], [5, 3, 1]) // => 0.7272727272727273
 * ```
 */
export function weightedPairAgreement(
  scores: readonly number[],
  reference: readonly number[],
  { tieCost, base }: PairWeights = { tieCost: 0.5, base: 1 },
): number {
  let weight = 0;
  let cost = 0;
  for (let a = 0; a < reference.length; a++) {
    for (let b = a + 1; b < reference.length; b++) {
      const gold = Math.sign((reference[a] as number) - (reference[b] as number));
      const said = Math.sign((scores[a] as number) - (scores[b] as number));
      const w = base + Math.abs((reference[a] as number) - (reference[b] as number));
      weight += w;
      if (gold !== 0 && said === -gold) cost += w;
      else if (gold !== 0 && said === 0) cost += tieCost * w;
    }
  }
  return weight === 0 ? 0 : Math.max(0, 1 - cost / weight);
}
