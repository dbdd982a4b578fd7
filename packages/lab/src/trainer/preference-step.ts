import { type PreferenceLoss, type PreferenceLossOptions, preferenceLoss } from "@guerdon/core/objective";
import type { PreferencePairs } from "./preference-pairs.ts";
import { maskOf } from "./token-batch.ts";

/** The loss of pairs with its gradient by the log-probabilities of their tokens. */
export interface PreferenceStep extends PreferenceLoss {
  /** d loss / d logProbs [2P·M] */
  readonly logProbs: Float64Array;
}

/**
 * The loss of pairs of completions, from the log-probabilities of their tokens.
 *
 *   log π(y) = Σ_t log π(y_t),   loss over the prompts that have a pair, see `preferenceLoss`
 *
 * @param logProbs - [2P·M] of the policy
 * @param reference - [2P·M] of what it is compared with; absent: nothing
 */
export function preferenceStep(
  { completions, live, count }: PreferencePairs,
  logProbs: ArrayLike<number>,
  reference: ArrayLike<number> | undefined,
  options: Partial<PreferenceLossOptions>,
): PreferenceStep {
  const { maxTokens, lengths } = completions;
  const mask = maskOf(completions);
  const places = Int32Array.from({ length: count }, () => 0);
  let next = 0;
  for (let p = 0; p < live.length; p++) if (live[p] === 1) places[next++] = p;
  const sums = (from: ArrayLike<number>, side: number): Float64Array =>
    Float64Array.from(places, (p) => sumOf(from, mask, 2 * p + side, maxTokens));
  const tokens = (side: number): Float64Array => Float64Array.from(places, (p) => lengths[2 * p + side] as number);
  const loss = preferenceLoss(
    {
      ...{ chosen: sums(logProbs, 0), rejected: sums(logProbs, 1) },
      ...{ chosenLengths: tokens(0), rejectedLengths: tokens(1) },
      ...(reference === undefined ? {} : { refChosen: sums(reference, 0), refRejected: sums(reference, 1) }),
    },
    options,
  );
  const gradient = new Float64Array(mask.length);
  for (const [i, p] of places.entries()) {
    const { chosen, rejected } = loss.gradient;
    spread(gradient, mask, 2 * p, maxTokens, chosen[i] as number);
    spread(gradient, mask, 2 * p + 1, maxTokens, rejected[i] as number);
  }
  return { ...loss, logProbs: gradient };
}

function sumOf(from: ArrayLike<number>, mask: Uint8Array, row: number, width: number): number {
  let sum = 0;
  for (let i = row * width; i < (row + 1) * width; i++) if (mask[i] === 1) sum += from[i] as number;
  return sum;
}

function spread(into: Float64Array, mask: Uint8Array, row: number, width: number, slope: number): void {
  for (let i = row * width; i < (row + 1) * width; i++) if (mask[i] === 1) into[i] = slope;
}
