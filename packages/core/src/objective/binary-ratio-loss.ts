import { z } from "zod";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { logSigmoid, sigmoid } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface BinaryRatioOptions {
  /** What log-ratios are multiplied by. */
  readonly beta: number;
  /** Mean over all, or the sum of the means of the two labels (targets of 0 and 1 alone). */
  readonly reduction: "mean" | "per-label";
}

export interface BinaryRatioColumns {
  /** log π of each rollout or window, summed over its tokens. */
  readonly logProbs: Float64Array;
  /** log of the policy it is compared with. */
  readonly refLogProbs: Float64Array;
  /** The outcome of each, in [0, 1]. */
  readonly targets: Float64Array;
}

export interface BinaryRatioLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d logProbs [N]. */
  readonly gradient: Float64Array;
  /** Share whose side of 0 agrees with the side of ½ that the target is on. */
  readonly accuracy: number;
}

const OPTIONS: z.ZodType<BinaryRatioOptions, Given<BinaryRatioOptions>> = z
  .strictObject({
    beta: z.number().positive().default(1), // 053 §Mechanism: 1; 089 §Mechanism 2: 0.05
    reduction: z.enum(["mean", "per-label"]).default("mean"),
  })
  .readonly();

/**
 * Cross-entropy of outcomes, where the log-odds are β times a log-ratio of two policies.
 *
 *   D = σ(β·(log π − log π_ref)),   loss = mean of −y·log D − (1 − y)·log(1 − D)
 *
 * With β = 1 and windows of experts (y = 1) and of the generator (y = 0) the best discriminator is the expert's policy;
 * with outcomes of rollouts it trains an implicit process reward. The loss is minimised.
 *
 * @shape logProbs, refLogProbs, targets [N] → loss, gradient [N]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 053 §Mechanism (ASAF), 089 §Mechanism 2 (implicit PRM)
 * @kind objective
 * @alias asaf = { beta: 1, reduction: per-label }
 * @alias outcomeCE = { beta: 0.05 }
 *
 * ```ts doctest
 * import { binaryRatioLoss } from "@guerdon/core/objective";
 * const zero = Float64Array.of(0, 0);
 * [...binaryRatioLoss({ logProbs: zero, refLogProbs: zero, targets: Float64Array.of(1, 0) }).gradient] // => [-0.25, 0.25]
 * ```
 */
export function binaryRatioLoss(
  columns: BinaryRatioColumns,
  options?: Given<BinaryRatioOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): BinaryRatioLoss {
  const { beta, reduction } = optionsOf("binaryRatioLoss", OPTIONS, options);
  const { logProbs, refLogProbs, targets } = columns;
  const count = logProbs.length;
  checkLength("refLogProbs", refLogProbs, count, "N");
  checkLength("targets", targets, count, "N");
  const gradient = bufferFor("out.gradient", out.gradient, count, "N");
  let positives = 0;
  for (let i = 0; i < count; i++) if ((targets[i] as number) > 0.5) positives++;
  let [loss, correct] = [0, 0];
  for (let i = 0; i < count; i++) {
    const y = targets[i] as number;
    const logit = beta * ((logProbs[i] as number) - (refLogProbs[i] as number));
    const of = reduction === "mean" ? count : y > 0.5 ? positives : count - positives;
    loss -= (y * logSigmoid(logit) + (1 - y) * logSigmoid(-logit)) / of;
    gradient[i] = (beta * (sigmoid(logit) - y)) / of;
    if (logit > 0 === y > 0.5) correct++;
  }
  checkFinite("binaryRatioLoss", loss, { gradient });
  return { loss, gradient, accuracy: count === 0 ? 0 : correct / count };
}
