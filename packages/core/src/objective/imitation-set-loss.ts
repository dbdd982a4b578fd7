import { exp } from "../internal/exp.ts";
import { bufferFor, checkFinite, checkOffsets } from "./check-length.ts";
import { logSumExp } from "./log-sigmoid.ts";

export interface ImitationSetLoss {
  /** To be minimised: mean over the sets that are not empty. */
  readonly loss: number;
  /** d loss / d logProbs [N]. */
  readonly gradient: Float64Array;
}

/**
 * Imitates any of several right actions: −log of their summed probability.
 *
 *   loss = mean over sets of −log Σ_{a in set} π(a)
 *
 * With one action in each set it is the likelihood loss. An empty set counts nowhere. The loss is minimised.
 *
 * @shape logProbs [N], offsets [S + 1] → loss, gradient [N]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when offsets do not cover the actions
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows
 * @paper 017 §Pieces
 * @kind objective
 * @alias imitationSet
 *
 * ```ts doctest
 * import { imitationSetLoss } from "@guerdon/core/objective";
 * const half = Math.log(0.25);
 * imitationSetLoss({ logProbs: Float64Array.of(half, half), offsets: Int32Array.of(0, 2) }).loss // => Math.LN2
 * ```
 */
export function imitationSetLoss(
  columns: {
    /** log π of each right action, set by set. */
    readonly logProbs: Float64Array;
    /** First action of each set, and the end of the last. */
    readonly offsets: Int32Array;
  },
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): ImitationSetLoss {
  const { logProbs, offsets } = columns;
  checkOffsets("offsets", offsets, logProbs.length);
  const gradient = bufferFor("out.gradient", out.gradient, logProbs.length, "N");
  let sets = 0;
  for (let s = 0; s + 1 < offsets.length; s++) if (offsets[s] !== offsets[s + 1]) sets++;
  let loss = 0;
  for (let s = 0; s + 1 < offsets.length; s++) {
    const [start, end] = [offsets[s] as number, offsets[s + 1] as number];
    if (start === end) continue;
    const sum = logSumExp(logProbs, start, end);
    loss -= sum / sets;
    for (let i = start; i < end; i++) gradient[i] = -exp((logProbs[i] as number) - sum) / sets;
  }
  checkFinite("imitationSetLoss", loss, { gradient });
  return { loss, gradient };
}
