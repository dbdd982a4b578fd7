import {
  entropyBonus,
  type KlOptions,
  klEstimate,
  type PolicyLoss,
  type PolicyLossInput,
  policyLoss,
} from "@guerdon/core/objective";

/** Columns of a minibatch: R completions of M places each. */
export interface TokenColumns {
  /** M */
  readonly maxTokens: number;
  /** [R·M] 1 for tokens that were written. */
  readonly mask: Uint8Array;
  /** [R·M] log π when they were written. */
  readonly oldLogProbs: Float64Array;
  /** [R·M] */
  readonly advantages: Float64Array;
  /** [R·M] log π of the reference. */
  readonly refLogProbs?: Float64Array;
}

export interface TokenLossSettings {
  readonly objective: PolicyLossInput;
  readonly kl?: Partial<Pick<KlOptions, "estimator" | "beta" | "gradientOf">> | undefined;
  readonly entropyWeight?: number | undefined;
}

export interface TokenLoss {
  readonly loss: number;
  /** d loss / d logProbs [R·M] */
  readonly logProbs: Float64Array;
  /** d loss / d entropy [R·M]; absent without an entropy weight. */
  readonly entropy?: Float64Array;
  readonly policy: PolicyLoss;
  /** Mean estimate of KL(π ‖ reference) over the tokens; 0 without a reference. */
  readonly kl: number;
}

/**
 * The loss of a minibatch and its gradients at the outputs of the model: objective + β·KL − weight·entropy.
 *
 * All three are those of `@guerdon/core/objective`, aggregated as the objective says.
 */
export function tokenLoss(
  now: { readonly logProbs: Float64Array; readonly entropy: Float64Array },
  columns: TokenColumns,
  { objective, kl, entropyWeight = 0 }: TokenLossSettings,
): TokenLoss {
  const { maxTokens, mask, oldLogProbs, advantages, refLogProbs } = columns;
  const count = mask.length / maxTokens;
  const offsets = Int32Array.from({ length: count + 1 }, (_, r) => r * maxTokens);
  const { aggregation, maxLength, emptyRollouts } = objective;
  const aggregate = { aggregation, maxLength, emptyRollouts };
  const { logProbs } = now;
  const policy = policyLoss({ logProbs, oldLogProbs, tokenAdvantages: advantages, mask, offsets }, objective);
  const gradient = policy.gradient;
  let { loss } = policy;
  let divergence = 0;
  if (kl !== undefined && refLogProbs !== undefined) {
    const estimate = klEstimate({ logProbs, refLogProbs, mask, offsets }, { ...kl, ...aggregate });
    for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) + (estimate.gradient[i] as number);
    loss += estimate.loss;
    divergence = estimate.kl;
  }
  if (entropyWeight === 0) return { loss, logProbs: gradient, policy, kl: divergence };
  const bonus = entropyBonus({ entropies: now.entropy, mask, offsets }, { coef: entropyWeight, ...aggregate });
  return { loss: loss + bonus.loss, logProbs: gradient, entropy: bonus.gradient, policy, kl: divergence };
}
