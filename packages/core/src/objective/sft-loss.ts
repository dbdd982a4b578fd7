import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { aggregationSchema, type Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite } from "./check-length.ts";
import { type AggregationOptions, countTokens, lossAggregation, type TokenColumns } from "./loss-aggregation.ts";
import { optionsOf } from "./options-of.ts";

export interface SftColumns extends TokenColumns {
  /** log π of each token of the demonstrations. */
  readonly logProbs: Float64Array;
}

export interface SftLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d logProbs [T]. */
  readonly gradient: Float64Array;
  /** e to the mean of −log π over the counted tokens, without weights. */
  readonly perplexity: number;
  readonly tokens: number;
  readonly rollouts: number;
}

const OPTIONS: z.ZodType<AggregationOptions, Given<AggregationOptions>> = z
  .strictObject(aggregationSchema("token-mean"))
  .readonly();

/**
 * The likelihood loss of demonstrations, with a weight for each: SFT, RAFT, reward-weighted regression, cloning.
 *
 *   loss = −Σ w·log π by `aggregation` (see `lossAggregation`)
 *
 * The loss is minimised. Weights do not move denominators; weights of mean 1 come from `rewardWeights`. A perplexity
 * that overflows is an error; none is 1 over no tokens.
 *
 * @shape logProbs [T] → loss, gradient [T]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows
 * @paper 125 §Mechanism (RAFT: selected rollouts), 118, 185 (sum over tokens), 075 (token cross-entropy), 207 (cloning)
 * @kind objective
 * @alias sft
 * @alias weightedSft
 * @alias rejectionSampling
 * @alias bc
 * @alias filteredBC = "sftLoss on what rank-select { share: 0.1 } keeps"
 * @alias sftOnTraces = "sftLoss on traces with correct > 0 and value >= minValue"
 * @alias advantageAnchor = "sftLoss({ logProbs: advantages }, { aggregation: 'token-sum' }), as A ≤ 0 makes |A| = −A"
 *
 * ```ts doctest
 * import { sftLoss } from "@guerdon/core/objective";
 * const { loss, gradient } = sftLoss({ logProbs: Float64Array.of(-1, -3) });
 * [loss, ...gradient] // => [2, -0.5, -0.5]
 * ```
 */
export function sftLoss(
  columns: SftColumns,
  options?: Given<AggregationOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): SftLoss {
  const settings = optionsOf("sftLoss", OPTIONS, options);
  const { logProbs, mask, keep, weights, tokenWeights } = columns;
  const { offsets, scale, byLength, tokens, rollouts } = lossAggregation(columns, logProbs.length, settings);
  const gradient = bufferFor("out.gradient", out.gradient, logProbs.length, "T").fill(0);
  let [loss, sum] = [0, 0];
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (keep?.[r] === 0) continue;
    const [start, end] = [offsets[r] as number, offsets[r + 1] as number];
    const length = byLength ? Math.max(1, countTokens(mask, start, end)) : 1;
    const each = (scale / length) * (weights?.[r] ?? 1);
    for (let t = start; t < end; t++) {
      if (mask !== undefined && mask[t] === 0) continue;
      const weight = tokenWeights === undefined ? each : each * (tokenWeights[t] as number);
      sum -= logProbs[t] as number;
      if (weight === 0) continue;
      loss -= weight * (logProbs[t] as number);
      gradient[t] = 0 - weight;
    }
  }
  const perplexity = exp(tokens === 0 ? 0 : sum / tokens);
  checkFinite("sftLoss", loss, { gradient, perplexity: Float64Array.of(perplexity) });
  return { loss, gradient, perplexity, tokens, rollouts };
}
