import { RewardError } from "@guerdon/core/error";
import type { Environment } from "./environment.ts";
import { PointRewardCopies } from "./point-reward-copies.ts";

/** One reward of a point: scale · exp(−|x − centre|² / 2 width²). */
export interface PointReward {
  readonly name: string;
  readonly centre: readonly [number, number];
  /** What it is multiplied by. Default 1. */
  readonly scale?: number;
}

export interface PointRewardsOptions {
  /** K rewards, each with an identifier. */
  readonly rewards: readonly PointReward[];
  /** Copies that are asked for the same: a group. */
  readonly groupSize: number;
  /** Default 0.8. */
  readonly width?: number;
}

/**
 * A generator of points in the plane that is told by an identifier which of K rewards is asked for.
 *
 * One step an episode: the observation [K] is the identifier, one-hot; the action is the point. Groups ask for one reward
 * after the other, and each (K + 1)-th group for all at once, its identifier the mean of all: for judging, a set never
 * seen in training when it is paid nothing. The step pays the reward asked for, 0 where all are. Signals: each reward by
 * its name, divided by its scale, and `together`, 1 where all are asked for.
 *
 * @param count - N, a multiple of (K + 1) · `groupSize`
 * @throws RewardError GUERDON_OPTION when copies do not make whole rounds of groups
 * @paper 186 §Mechanism (an identifier for each reward; all of them at inference), §Experiment (2-D generator)
 *
 * ```ts doctest
 * import { pointRewards } from "@guerdon/lab/environment";
 * const rewards = [{ name: "right", centre: [1, 0] as const }, { name: "high", centre: [0, 1] as const }];
 * [...pointRewards({ rewards, groupSize: 1 }, 3).observations] // => [1, 0, 0, 1, 0.5, 0.5]
 * ```
 */
export function pointRewards(options: PointRewardsOptions, count: number): Environment {
  const round = (options.rewards.length + 1) * options.groupSize;
  if (!(Number.isInteger(round) && round > 1 && Number.isInteger(count) && count > 0 && count % round === 0)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`count\` to be a multiple of ${round}, got ${count}.`, {
      hint: "There is a group for each reward and one for all of them.",
      details: { round, count },
    });
  }
  return new PointRewardCopies(options, count);
}
