import { z } from "zod";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface RewardWeightsOptions {
  /** What rewards are divided by; a low one favours the best. */
  readonly temperature: number;
  /** Divides the weights by their mean in the batch. */
  readonly normalise: "batch" | "none";
  /** The largest weight, after the division; null has no bound. */
  readonly maxWeight: number | null;
}

const OPTIONS: z.ZodType<RewardWeightsOptions, Given<RewardWeightsOptions>> = z
  .strictObject({
    temperature: z.number().positive().default(1), // 038 §Pieces: temperature 1
    normalise: z.enum(["batch", "none"]).default("batch"), // 038 §Mechanism 5: weights normalised in the batch
    maxWeight: z.number().positive().nullable().default(20), // 038 §Pieces: maxWeight 20
  })
  .readonly();

/**
 * Weights of samples by their reward for a weighted likelihood: reward-weighted regression.
 *
 *   w_i = exp(r_i / temperature), divided by the mean with `normalise: batch`, at most maxWeight
 *
 * The result is the `weights` column of `sftLoss`. With `batch` it cannot overflow.
 *
 * @shape rewards [N] → [N]
 * @unit reward → weight
 * @throws RewardError GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a weight overflows, with its place
 * @paper 038 §Mechanism 5, 110, 125
 * @kind objective
 * @alias rewardWeightedRegression = { temperature: 1, normalise: batch, maxWeight: 20 }
 * @alias rewardWeightedFlow
 *
 * ```ts doctest
 * import { rewardWeights } from "@guerdon/core/objective";
 * [...rewardWeights(Float64Array.of(0, 2000))] // => [0, 2]
 * ```
 */
export function rewardWeights(
  rewards: Float64Array,
  options?: Given<RewardWeightsOptions>,
  out?: Float64Array,
): Float64Array {
  const { temperature, normalise, maxWeight } = optionsOf("rewardWeights", OPTIONS, options);
  const count = rewards.length;
  const weights = bufferFor("out", out, count, "N");
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) max = Math.max(max, rewards[i] as number);
  const shift = normalise === "batch" ? max : 0;
  let mean = 0;
  for (let i = 0; i < count; i++) {
    weights[i] = exp(((rewards[i] as number) - shift) / temperature);
    mean += (weights[i] as number) / count;
  }
  for (let i = 0; i < count; i++) {
    const weight = normalise === "batch" ? (weights[i] as number) / mean : (weights[i] as number);
    weights[i] = maxWeight === null ? weight : Math.min(weight, maxWeight);
  }
  checkFinite("rewardWeights", 0, { weights });
  return weights;
}
