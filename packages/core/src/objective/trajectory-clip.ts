import { z } from "zod";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength, checkOffsets } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface TrajectoryClipOptions {
  /** A clip for the ratio of each trajectory, or one for the ratio of both ratios. */
  readonly mode: "separate" | "joint";
  /** How far a ratio may be from 1. */
  readonly eps: number;
}

export interface TrajectoryColumns {
  /** log π of each trajectory, summed over its tokens. */
  readonly logProbs: Float64Array;
  /** log π of each token at the time of the rollout. */
  readonly oldLogProbs: Float64Array;
  /** Reward of each trajectory; a KL penalty is part of it. */
  readonly rewards: Float64Array;
  /** First trajectory of each prompt, and the end of the last. */
  readonly offsets: Int32Array;
}

export interface TrajectoryClip {
  /** To be minimised: mean over prompts of the mean over their pairs. */
  readonly loss: number;
  /** d loss / d logProbs [R]; in `joint` the weight w₁·w₂ is a constant. */
  readonly gradient: Float64Array;
  /** Share of the clipped trajectories (separate) or pairs (joint). */
  readonly clipFraction: number;
}

const OPTIONS: z.ZodType<TrajectoryClipOptions, Given<TrajectoryClipOptions>> = z
  .strictObject({
    mode: z.enum(["separate", "joint"]).default("separate"),
    eps: z.number().min(0).default(0.2), // 214 §Mechanism: ε = 0.2
  })
  .readonly();

/**
 * The pairwise policy gradient of P3O: only differences of rewards count, so a reward per prompt may be added.
 *
 *   w = exp(log π − log π_old),  d = ½·(R₁ − R₂)
 *   separate  loss = −Σ_i min( w_i·d_i, clip(w_i, 1 ± ε)·d_i ),  d₁ = d, d₂ = −d
 *   joint     loss = −stop(w₁·w₂)·d·(log π₁ − log π₂);  0 where w₁/w₂ has left 1 ± ε in the direction of d
 *
 * The mean over all pairs of a prompt, then over the prompts that have one, is minimised.
 *
 * @shape logProbs, oldLogProbs, rewards [R], offsets [G + 1] → loss, gradient [R]
 * @unit nats, reward → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 214 §Mechanism
 * @kind objective
 * @alias trajectoryClip = { mode: separate, eps: 0.2 }
 *
 * ```ts doctest
 * import { trajectoryClip } from "@guerdon/core/objective";
 * const [zero, rewards] = [Float64Array.of(0, 0), Float64Array.of(1, 0)];
 * const pair = { logProbs: zero, oldLogProbs: zero, rewards, offsets: Int32Array.of(0, 2) };
 * [...trajectoryClip(pair).gradient] // => [-0.5, 0.5]
 * ```
 */
export function trajectoryClip(
  columns: TrajectoryColumns,
  options?: Given<TrajectoryClipOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): TrajectoryClip {
  const settings = optionsOf("trajectoryClip", OPTIONS, options);
  const { logProbs, oldLogProbs, rewards, offsets } = columns;
  checkOffsets("offsets", offsets, logProbs.length);
  checkLength("oldLogProbs", oldLogProbs, logProbs.length, "R");
  checkLength("rewards", rewards, logProbs.length, "R");
  const gradient = bufferFor("out.gradient", out.gradient, logProbs.length, "R").fill(0);
  let [prompts, pairs, clipped, loss] = [0, 0, 0, 0];
  for (let g = 0; g + 1 < offsets.length; g++) if ((offsets[g + 1] as number) - (offsets[g] as number) > 1) prompts++;
  for (let g = 0; g + 1 < offsets.length; g++) {
    const [start, end] = [offsets[g] as number, offsets[g + 1] as number];
    const scale = 2 / ((end - start) * (end - start - 1) * prompts);
    for (let i = start; i < end; i++) {
      for (let j = i + 1; j < end; j++) {
        const d = ((rewards[i] as number) - (rewards[j] as number)) / 2;
        pairs++;
        if (d === 0) continue;
        if (settings.mode === "separate") {
          clipped += clippedSide(columns, i, d, settings.eps) / 2 + clippedSide(columns, j, -d, settings.eps) / 2;
          loss +=
            scale *
            (side(columns, i, d, settings.eps, scale, gradient) + side(columns, j, -d, settings.eps, scale, gradient));
          continue;
        }
        const [own, other] = [logRatio(columns, i), logRatio(columns, j)];
        const apart = exp(own - other);
        if (d > 0 ? apart > 1 + settings.eps : apart < 1 - settings.eps) {
          clipped++;
          continue;
        }
        const push = scale * exp(own + other) * d;
        loss -= push * ((logProbs[i] as number) - (logProbs[j] as number));
        gradient[i] = (gradient[i] as number) - push;
        gradient[j] = (gradient[j] as number) + push;
      }
    }
  }
  checkFinite("trajectoryClip", loss, { gradient });
  return { loss, gradient, clipFraction: pairs === 0 ? 0 : clipped / pairs };
}

function logRatio({ logProbs, oldLogProbs }: TrajectoryColumns, i: number): number {
  return (logProbs[i] as number) - (oldLogProbs[i] as number);
}

/** 1 where the clip cuts the gradient of a trajectory. */
function clippedSide(columns: TrajectoryColumns, i: number, d: number, eps: number): number {
  const w = exp(logRatio(columns, i));
  return (d > 0 ? w > 1 + eps : w < 1 - eps) ? 1 : 0;
}

/** −min(w·d, clip(w)·d) of one trajectory; adds scale · its gradient. */
function side(
  columns: TrajectoryColumns,
  i: number,
  d: number,
  eps: number,
  scale: number,
  gradient: Float64Array,
): number {
  if (clippedSide(columns, i, d, eps) === 1) return -(d > 0 ? 1 + eps : 1 - eps) * d;
  const w = exp(logRatio(columns, i));
  gradient[i] = (gradient[i] as number) - scale * w * d;
  return -w * d;
}
