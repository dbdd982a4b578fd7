import { RewardError } from "@guerdon/core/error";
import { orderOf } from "./centred-ranks.ts";

/** What choosing the best of n by a proxy gives. */
export interface BestOfN {
  /** Expected proxy of the chosen. */
  readonly proxy: number;
  /** Expected value of another reward of the chosen. */
  readonly gold: number;
  /** KL divergence of best-of-n from the policy, in nats: at most log n − (n − 1)/n. */
  readonly kl: number;
}

/**
 * Expected rewards of the best of n by a proxy, without bias from N ≥ n samples: every subset of n counts the same.
 *
 *   P(the k-th smallest is the best of n) = C(k − 1, n − 1) / C(N, n)
 *
 * Of samples with the same proxy each is as likely to be chosen.
 *
 * @param proxy - [N] what is chosen by
 * @param gold - [N] what is wanted; default the proxy
 * @throws RewardError GUERDON_SHAPE when lengths differ, GUERDON_OPTION when n is not in 1 … N
 * @paper Gao et al. 2023, app. I (unbiased estimator), §2.1 (KL)
 *
 * ```ts doctest
 * import { bestOfN } from "@guerdon/lab/search";
 * bestOfN([1, 2, 3], 2).proxy.toFixed(6) // => "2.666667"
 * ```
 */
export function bestOfN(proxy: ArrayLike<number>, n: number, gold: ArrayLike<number> = proxy): BestOfN {
  const count = proxy.length;
  if (gold.length !== count) {
    throw new RewardError("GUERDON_SHAPE", `Expected \`gold\` to have ${count} values, got ${gold.length}.`);
  }
  if (!Number.isInteger(n) || n < 1 || n > count) {
    throw new RewardError("GUERDON_OPTION", `Expected \`n\` to be a whole number of 1 … ${count}, got ${n}.`);
  }
  const order = orderOf(proxy);
  let [sum, wanted] = [0, 0];
  // Chance that the best of n is at place k or below, from the top down: a product that stays in range.
  let below = 1;
  for (let to = count; to > 0; ) {
    let from = to;
    const value = proxy[order[to - 1] as number] as number;
    while (from > 0 && proxy[order[from - 1] as number] === value) from--;
    let rest = below;
    for (let k = to; k > from; k--) rest *= Math.max(0, k - n) / k;
    let mean = 0;
    for (let k = from; k < to; k++) mean += (gold[order[k] as number] as number) / (to - from);
    sum += (below - rest) * value;
    wanted += (below - rest) * mean;
    below = rest;
    to = from;
  }
  return { proxy: sum, gold: wanted, kl: Math.log(n) - (n - 1) / n };
}
