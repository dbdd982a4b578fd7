import { type Canon, canonicalRewards } from "./canonical-rewards.ts";
import type { DecisionProcess } from "./decision-process.ts";
import type { TransitionRewards } from "./transition-rewards.ts";

/** How long a reward is. */
export type RewardNorm = "l1" | "l2" | "max";

export interface RewardDistanceOptions {
  /** What is taken away before rewards are compared. Default `val`. */
  readonly canon?: Canon;
  /** By which rewards are brought to length 1, and then compared. Default `l2`. */
  readonly norm?: RewardNorm;
}

/** A canonical reward this much shorter than the reward is nothing but rounding. */
const NOTHING = 1e-9;

/**
 * How far two rewards are from each other in an environment (STARC), whatever their scale and shaping.
 *
 *   d(R₁, R₂) = ‖c(R₁)/‖c(R₁)‖ − c(R₂)/‖c(R₂)‖‖
 *
 * With `val` and `minimal` it is 0 just where both order all policies alike, and regret is bounded by it from both sides.
 * A reward that prefers nothing has c = 0: it is 1 away from every other kind and 0 from its own. With `epic` and `l2` it
 * is twice the Pearson distance √((1 − ρ)/2) over all triples.
 *
 * @shape [S·A·S], [S·A·S] → in [0, 2]
 * @throws RewardError GUERDON_SHAPE when there is not one reward for each triple
 * @paper 027 §Mechanism (Skalse et al. 2023, STARC)
 *
 * ```ts doctest
 * import { decisionProcess, rewardDistance } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: () => 0 });
 * [[5, 9], [1, 0]].map((other) => rewardDistance(loop, Float64Array.of(0, 1), Float64Array.from(other)).toFixed(9)) // => ["0.000000000", "2.000000000"]
 * ```
 */
export function rewardDistance(
  process: DecisionProcess,
  one: TransitionRewards,
  other: TransitionRewards,
  { canon = "val", norm = "l2" }: RewardDistanceOptions = {},
): number {
  const standard = (rewards: TransitionRewards): Float64Array => {
    const canonical = canonicalRewards(process, rewards, canon);
    const length = lengthOf(canonical, norm);
    const factor = length > NOTHING * lengthOf(rewards, norm) ? 1 / length : 0;
    return canonical.map((value) => value * factor);
  };
  const [a, b] = [standard(one), standard(other)];
  return lengthOf(
    a.map((value, i) => value - (b[i] as number)),
    norm,
  );
}

function lengthOf(values: Float64Array, norm: RewardNorm): number {
  if (norm === "l2") return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (norm === "l1") return values.reduce((sum, value) => sum + Math.abs(value), 0);
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
