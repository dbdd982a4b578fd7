import { RewardError } from "@guerdon/core/error";

/** How often a score prefers the better of two. */
export interface PairedAccuracy {
  /** Share of pairs in which the better has the greater score; equal ones count half. */
  readonly accuracy: number;
  /** Share of pairs with equal scores. */
  readonly ties: number;
}

/**
 * What a reward is blind to: scores of pairs that differ in one defect.
 *
 * @param better - [N] scores of the clean ones
 * @param worse - [N] scores of the same with a defect
 * @throws RewardError GUERDON_SHAPE when there is no pair, or not as many of both
 * @paper 052 §Pieces (pairedBlindSpot)
 *
 * ```ts doctest
 * import { pairedAccuracy } from "@guerdon/lab/statistics";
 * pairedAccuracy([2, 1, 1, 1], [1, 1, 0, 3]) // => { accuracy: 0.625, ties: 0.25 }
 * ```
 */
export function pairedAccuracy(better: ArrayLike<number>, worse: ArrayLike<number>): PairedAccuracy {
  const count = better.length;
  if (count === 0 || worse.length !== count) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected at least one pair, as many scores of either side, got ${count} and ${worse.length}.`,
    );
  }
  let [right, equal] = [0, 0];
  for (let i = 0; i < count; i++) {
    if ((better[i] as number) > (worse[i] as number)) right += 1;
    else if (better[i] === worse[i]) equal += 1;
  }
  return { accuracy: (right + equal / 2) / count, ties: equal / count };
}
