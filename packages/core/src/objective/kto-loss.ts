import { z } from "zod";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { sigmoid } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface KtoOptions {
  /** What log-ratios are multiplied by. */
  readonly beta: number;
  /** The reference point z of the log-ratios, a constant; below 0 it counts as 0. */
  readonly zRef: number;
  /** What a desirable response counts. */
  readonly desirable: number;
  /** What an undesirable response counts. */
  readonly undesirable: number;
}

export interface KtoColumns {
  /** log π of each response, or −error of a denoiser. */
  readonly logProbs: Float64Array;
  /** log π_ref of each response. */
  readonly refLogProbs: Float64Array;
  /** 1 for a desirable response, 0 for an undesirable one. */
  readonly labels: Uint8Array;
}

export interface KtoLoss {
  /** To be minimised: mean over responses. */
  readonly loss: number;
  /** d loss / d logProbs [N]. */
  readonly gradient: Float64Array;
  /** Mean of log π − log π_ref over the desirable and over the undesirable; 0 without any. */
  readonly desirableRatio: number;
  readonly undesirableRatio: number;
}

const OPTIONS: z.ZodType<KtoOptions, Given<KtoOptions>> = z
  .strictObject({
    beta: z.number().positive().default(0.1),
    zRef: z.number().default(0), // 070 §Pieces: zRef 0
    desirable: z.number().min(0).default(1),
    undesirable: z.number().min(0).default(1),
  })
  .readonly();

/**
 * KTO: gains above a reference point for single responses that are labelled good or bad, no pairs needed.
 *
 *   h = log π − log π_ref,  z = max(0, zRef)
 *   loss = mean of  desirable·(1 − σ(β·(h − z)))   for label 1
 *                   undesirable·(1 − σ(β·(z − h))) for label 0
 *
 * zRef is the KL from the reference as estimated on the batch, a constant. With denoising errors, log π = −error. The
 * loss is minimised.
 *
 * @shape logProbs, refLogProbs, labels [N] → loss, gradient [N]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a gradient overflows, with its place
 * @paper 070 §Mechanism 4 (Diffusion-KTO), 083 §Pieces
 * @kind objective
 * @alias kto = { beta: 0.1 }
 * @alias diffusionKTO = { zRef: 0 }
 *
 * ```ts doctest
 * import { ktoLoss } from "@guerdon/core/objective";
 * const zero = Float64Array.of(0, 0);
 * ktoLoss({ logProbs: zero, refLogProbs: zero, labels: Uint8Array.of(1, 0) }).loss // => 0.5
 * ```
 */
export function ktoLoss(
  columns: KtoColumns,
  options?: Given<KtoOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): KtoLoss {
  const settings = optionsOf("ktoLoss", OPTIONS, options);
  const { logProbs, refLogProbs, labels } = columns;
  const count = logProbs.length;
  checkLength("refLogProbs", refLogProbs, count, "N");
  checkLength("labels", labels, count, "N");
  const gradient = bufferFor("out.gradient", out.gradient, count, "N");
  const z = Math.max(0, settings.zRef);
  const sums = [0, 0];
  const counts = [0, 0];
  let loss = 0;
  for (let i = 0; i < count; i++) {
    const label = labels[i] === 0 ? 0 : 1;
    const [side, weight] = label === 1 ? [1, settings.desirable] : [-1, settings.undesirable];
    const h = (logProbs[i] as number) - (refLogProbs[i] as number);
    const short = sigmoid(-side * settings.beta * (h - z));
    loss += (weight * short) / count;
    gradient[i] = (-side * weight * settings.beta * short * (1 - short)) / count;
    sums[label] = (sums[label] as number) + h;
    counts[label] = (counts[label] as number) + 1;
  }
  checkFinite("ktoLoss", loss, { gradient });
  const meanOf = (label: number): number =>
    counts[label] === 0 ? 0 : (sums[label] as number) / (counts[label] as number);
  return { loss, gradient, desirableRatio: meanOf(1), undesirableRatio: meanOf(0) };
}
