import { z } from "zod";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength, checkOffsets } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface RrhfOptions {
  /** What a better response should lead by. */
  readonly margin: number;
  /** Weight of −log π of the best response. */
  readonly tuning: number;
  /** Ranks by log-probability per token. */
  readonly normaliseLength: boolean;
  /** A group whose rewards are all equal is tuned only if they reach this; null tunes it always. */
  readonly tiedFloor: number | null;
}

export interface RrhfColumns {
  /** log π of each response, summed over its tokens. */
  readonly logProbs: Float64Array;
  /** Tokens of each response. */
  readonly lengths?: Float64Array;
  /** Reward of each response. */
  readonly rewards: Float64Array;
  /** First response of each group, and the end of the last. */
  readonly offsets: Int32Array;
}

export interface RrhfLoss {
  /** To be minimised: mean over groups. */
  readonly loss: number;
  /** d loss / d logProbs [R]. */
  readonly gradient: Float64Array;
  /** Share of the compared pairs in which the better response is the likelier one. */
  readonly accuracy: number;
}

const OPTIONS: z.ZodType<RrhfOptions, Given<RrhfOptions>> = z
  .strictObject({
    margin: z.number().min(0).default(0), // 182 §Mechanism
    tuning: z.number().min(0).default(1), // 182 §Mechanism
    normaliseLength: z.boolean().default(true), // 182 §Mechanism
    tiedFloor: z.number().nullable().default(null),
  })
  .readonly();

/**
 * Ranks the responses of a group by their likelihood, and imitates the best: RRHF.
 *
 *   p_i = log π_i / |y_i|
 *   loss = Σ_{r_i < r_j} max(0, p_i − p_j + margin) − tuning · log π(best)
 *
 * Equal rewards are not compared; of equal bests the first is imitated. Only the order of rewards counts. The mean over
 * groups is minimised.
 *
 * @shape logProbs, lengths, rewards [R], offsets [G + 1] → loss, gradient [R]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 182 §Mechanism, 021, 118
 * @kind objective
 * @alias rrhf = { margin: 0, tuning: 1, normaliseLength: true }
 *
 * ```ts doctest
 * import { rrhfLoss } from "@guerdon/core/objective";
 * const [logProbs, rewards] = [Float64Array.of(-2, -1), Float64Array.of(1, 0)];
 * rrhfLoss({ logProbs, rewards, offsets: Int32Array.of(0, 2) }, { normaliseLength: false }).loss // => 3
 * ```
 */
export function rrhfLoss(
  columns: RrhfColumns,
  options?: Given<RrhfOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): RrhfLoss {
  const settings = optionsOf("rrhfLoss", OPTIONS, options);
  const { logProbs, lengths, rewards, offsets } = columns;
  const count = logProbs.length;
  checkOffsets("offsets", offsets, count);
  checkLength("rewards", rewards, count, "R");
  checkLength("lengths", settings.normaliseLength ? (lengths ?? []) : lengths, count, "R");
  const gradient = bufferFor("out.gradient", out.gradient, count, "R").fill(0);
  const groups = offsets.length - 1;
  const scale = (i: number): number => (settings.normaliseLength ? 1 / (lengths?.[i] as number) : 1);
  let [loss, pairs, correct] = [0, 0, 0];
  for (let g = 0; g < groups; g++) {
    const [start, end] = [offsets[g] as number, offsets[g + 1] as number];
    let [best, tied] = [start, true];
    for (let i = start; i < end; i++) {
      if ((rewards[i] as number) > (rewards[best] as number)) best = i;
      if (rewards[i] !== rewards[start]) tied = false;
      for (let j = start; j < end; j++) {
        if (!((rewards[i] as number) < (rewards[j] as number))) continue;
        const gap = scale(i) * (logProbs[i] as number) - scale(j) * (logProbs[j] as number);
        pairs++;
        if (gap < 0) correct++;
        if (gap + settings.margin <= 0) continue;
        loss += (gap + settings.margin) / groups;
        gradient[i] = (gradient[i] as number) + scale(i) / groups;
        gradient[j] = (gradient[j] as number) - scale(j) / groups;
      }
    }
    const floor = tied && settings.tiedFloor !== null ? settings.tiedFloor : Number.NEGATIVE_INFINITY;
    if (start === end || (rewards[best] as number) < floor) continue;
    loss -= (settings.tuning * (logProbs[best] as number)) / groups;
    gradient[best] = (gradient[best] as number) - settings.tuning / groups;
  }
  checkFinite("rrhfLoss", loss, { gradient });
  return { loss, gradient, accuracy: pairs === 0 ? 0 : correct / pairs };
}
