import { fullSignal, type Signal } from "@guerdon/core/signal";
import type { Completions } from "./token-world.ts";

/**
 * How much likelier the policy that wrote each completion finds it than a first policy that is the same at every place.
 *
 *   d_r = Σ_m (log π(token m) − log π₀(token m));   its mean is KL(π ‖ π₀) of whole completions
 *
 * It is nothing where no policy wrote the completions: the result has no signal then.
 *
 * @param logChances - log π₀ of each token of the vocabulary
 * @shape logProbs [R, M] → [R]
 * @unit nats
 * @paper 035 §Mechanism, 055 §Mechanism (the KL of a reward: −β · d)
 */
export function divergenceFrom(
  { ids, maxTokens, lengths, logProbs }: Completions,
  logChances: readonly number[],
): { readonly divergence?: Signal } {
  if (logProbs === undefined) return {};
  const values = Float64Array.from(lengths, (length, r) => {
    let sum = 0;
    for (let i = r * maxTokens; i < r * maxTokens + length; i++) {
      sum += (logProbs[i] as number) - (logChances[ids[i] as number] as number);
    }
    return sum;
  });
  return { divergence: fullSignal("rollout", values) };
}
