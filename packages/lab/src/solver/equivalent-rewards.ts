import type { DecisionProcess } from "./decision-process.ts";
import { payingRewards, type TransitionRewards } from "./transition-rewards.ts";

/** A change of a reward that leaves the order of all policies as it is. */
export interface EquivalentChange {
  /** k > 0, of the reward before all else. Default 1. */
  readonly scale?: number;
  /** [S] Φ: γΦ(s′) − Φ(s) is added. Default none. */
  readonly potential?: ArrayLike<number>;
  /** [S·A·S] D: D less its expectation over s′ is added. Default none. */
  readonly redistribution?: TransitionRewards;
}

/**
 * A reward that orders all policies as another does: scaled, shaped by a potential, paid out at other successors.
 *
 *   R′(s, a, s′) = k·R(s, a, s′) + γΦ(s′) − Φ(s) + D(s, a, s′) − E_{τ(x | s, a)} D(s, a, x)
 *
 * Every return changes by the factor k and by −Σ_s start(s)·Φ(s), whatever the policy is. A measure of rewards that finds
 * a distance between the two measures something that does not matter.
 *
 * @paper 027 §Pieces (addPotential, scale, redistribute); Ng et al. 1999; Skalse et al. 2023
 */
export function equivalentRewards(
  process: DecisionProcess,
  rewards: TransitionRewards,
  { scale = 1, potential, redistribution }: EquivalentChange,
): TransitionRewards {
  const { states, actions, discount } = process;
  const taken = redistribution === undefined ? undefined : payingRewards(process, redistribution).reward;
  return rewards.map((reward, i) => {
    const pair = Math.floor(i / states);
    const [state, next] = [Math.floor(pair / actions), i % states];
    const shaped = potential === undefined ? 0 : discount * (potential[next] as number) - (potential[state] as number);
    const moved =
      redistribution === undefined ? 0 : (redistribution[i] as number) - ((taken as Float64Array)[pair] as number);
    return scale * reward + shaped + moved;
  });
}
