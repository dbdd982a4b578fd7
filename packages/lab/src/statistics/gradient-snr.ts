import { RewardError } from "@guerdon/core/error";
import type { Advantage } from "@guerdon/core/piece";
import { flatLayout, fullSignal } from "@guerdon/core/signal";

/** Rollouts of one prompt, group after group. */
export interface GradientDraws {
  /** G: rollouts of a group. */
  readonly perGroup: number;
  /** [K·G] reward of each rollout. */
  readonly rewards: ArrayLike<number>;
  /** [K·G, D] ∇ log π of each rollout. */
  readonly scores: ArrayLike<number>;
}

/**
 * Signal-to-noise ratio of the policy gradient that one group gives.
 *
 *   g_k = 1/G Σ_i A_ki · ∇log π_ki,   SNR = ‖mean g‖² / tr Var(g)
 *
 * Mean and variance are over the K groups, which makes the ratio too large by about 1/K. It is 0 where no group has a
 * gradient, and infinite where all have the same.
 *
 * @shape rewards [K·G], scores [K·G, D] → one number
 * @throws RewardError GUERDON_SHAPE when the lengths do not fit groups of G
 * @paper 031 §Mechanism, Theory (b)
 *
 * ```ts doctest
 * import { groupRelative } from "@guerdon/core/advantage";
 * import { gradientSnr } from "@guerdon/lab/statistics";
 * const draws = { perGroup: 2, rewards: [1, 0, 0, 0], scores: [1, -1, 1, -1] };
 * gradientSnr(groupRelative({ scale: "none" }), draws) // => 1
 * ```
 */
export function gradientSnr(
  advantage: Pick<Advantage, "advantages">,
  { perGroup, rewards, scores }: GradientDraws,
): number {
  const [size, groups] = [rewards.length, rewards.length / perGroup];
  const width = scores.length / size;
  if (!(Number.isInteger(groups) && groups > 0 && Number.isInteger(width) && width > 0)) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected rewards in groups of ${perGroup} and as many scores for each, got ${size} rewards and ${scores.length} scores.`,
    );
  }
  const tokenOffsets = Int32Array.from({ length: size + 1 }, (_, r) => r);
  const layout = { ...flatLayout(new Array<number>(groups).fill(perGroup)), tokenOffsets };
  const total = fullSignal("rollout", Float64Array.from(rewards));
  const { values } = advantage.advantages({ total, over: [] }, layout);
  const [sums, gradient] = [new Float64Array(width), new Float64Array(width)];
  let squares = 0;
  for (let k = 0; k < groups; k++) {
    gradient.fill(0);
    for (let r = k * perGroup; r < (k + 1) * perGroup; r++)
      for (let d = 0; d < width; d++)
        gradient[d] = (gradient[d] as number) + ((values[r] as number) * (scores[r * width + d] as number)) / perGroup;
    for (let d = 0; d < width; d++) {
      sums[d] = (sums[d] as number) + (gradient[d] as number);
      squares += (gradient[d] as number) ** 2;
    }
  }
  const signal = sums.reduce((sum, one) => sum + (one / groups) ** 2, 0);
  return signal === 0 ? 0 : signal / Math.max(0, squares / groups - signal);
}
