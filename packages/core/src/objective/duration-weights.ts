import { z } from "zod";
import { RewardError } from "../error/index.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface DurationWeightsOptions {
  /** Bounds of the weights, after the division by the mean. */
  readonly clip: { readonly min: number; readonly max: number } | null;
}

const OPTIONS: z.ZodType<DurationWeightsOptions, Given<DurationWeightsOptions>> = z
  .strictObject({
    clip: z
      .strictObject({ min: z.number().min(0), max: z.number().positive() })
      .nullable()
      .default({ min: 0.1, max: 10 }), // 170 §Pieces: [0.1, 10]
  })
  .readonly();

/**
 * Weights of actions by how long they took, so that quick actions do not get more than their share of the gradient.
 *
 *   w_k = clip(Δt_k / mean Δt)
 *
 * They are the `weights` (or `tokenWeights`) of any loss here. Durations that are all 0 weigh 1.
 *
 * @shape durations [N] → [N]
 * @unit any time → weight
 * @throws RewardError GUERDON_OPTION when an option is wrong or a duration is negative
 * @paper 170 §Mechanism
 * @kind objective
 * @alias durationWeight = { clip: { min: 0.1, max: 10 } }
 *
 * ```ts doctest
 * import { durationWeights } from "@guerdon/core/objective";
 * [...durationWeights(Float64Array.of(1, 3))] // => [0.5, 1.5]
 * ```
 */
export function durationWeights(
  durations: Float64Array,
  options?: Given<DurationWeightsOptions>,
  out?: Float64Array,
): Float64Array {
  const { clip } = optionsOf("durationWeights", OPTIONS, options);
  const weights = bufferFor("out", out, durations.length, "N");
  let mean = 0;
  for (let i = 0; i < durations.length; i++) {
    const duration = durations[i] as number;
    if (!(duration >= 0 && duration < Number.POSITIVE_INFINITY)) {
      throw new RewardError("GUERDON_OPTION", `Expected \`durations[${i}]\` to be 0 or more, got ${duration}.`);
    }
    mean += duration / durations.length;
  }
  for (let i = 0; i < durations.length; i++) {
    const weight = mean === 0 ? 1 : (durations[i] as number) / mean;
    weights[i] = clip === null ? weight : Math.min(Math.max(weight, clip.min), clip.max);
  }
  return weights;
}
