import type { DecisionProcess } from "./decision-process.ts";
import { featureReward } from "./feature-reward.ts";
import { occupancyOf } from "./occupancy-of.ts";
import { valueIteration } from "./value-iteration.ts";

export interface RewardPosteriorOptions {
  /** The task that the designer looked at; its own reward does not count. */
  readonly process: DecisionProcess;
  /** [S] probability of each first state. */
  readonly start: ArrayLike<number>;
  /** F × [S·A]: what a step has of each feature. */
  readonly features: readonly Float64Array[];
  /** [F] weights that the designer wrote. */
  readonly proxy: readonly number[];
  /** N × [F] weights that may be meant, drawn from what is thought beforehand; they are also what might have been written. */
  readonly candidates: readonly (readonly number[])[];
  /** β: how good a designer is at writing what behaves well. */
  readonly rationality?: number;
}

/**
 * What a designer may have meant, given what was written for one task: a proxy is evidence of that task alone.
 *
 *   P(w | w̃) ∝ exp(β·w·μ(w̃)) / Σ_w′ exp(β·w·μ(w′)),   μ(w′) the discounted features of the best policy for w′
 *
 * A feature that the task does not have is left as open as it was.
 *
 * @returns [N] probability of each candidate
 * @paper Hadfield-Menell et al. 2017, "Inverse reward design", §4; 087 §Pieces (inverseRewardDesign)
 *
 * ```ts doctest
 * import { decisionProcess, rewardPosterior } from "@guerdon/lab/solver";
 * const process = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: () => 0 });
 * // Action 0 has the feature, action 1 has not: who wrote −1 seldom meant 1.
 * const posterior = rewardPosterior({ process, start: [1], features: [Float64Array.of(1, 0)], proxy: [-1], candidates: [[1], [-1]] });
 * [...posterior].map((chance) => Math.round(100 * chance) / 100) // => [0.12, 0.88]
 * ```
 */
export function rewardPosterior(options: RewardPosteriorOptions): Float64Array {
  const { features, proxy, candidates, rationality = 1 } = options;
  const written = bestFeatures(options, proxy);
  const possible = candidates.map((weights) => bestFeatures(options, weights));
  const worth = (weights: readonly number[], counts: readonly number[]): number =>
    rationality * features.reduce((sum, _, f) => sum + (weights[f] as number) * (counts[f] as number), 0);
  const chances = candidates.map((weights) => {
    const own = worth(weights, written);
    return 1 / possible.reduce((sum, counts) => sum + Math.exp(worth(weights, counts) - own), 0);
  });
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return Float64Array.from(chances, (chance) => chance / total);
}

/** [F] discounted features of the best policy for some weights. */
function bestFeatures(
  { process, start, features }: RewardPosteriorOptions,
  weights: readonly number[],
): readonly number[] {
  const weighted = { ...process, reward: featureReward(features, weights) };
  const visits = occupancyOf(weighted, valueIteration(weighted, { tolerance: 1e-6 }).policy, start);
  return features.map((feature) => feature.reduce((sum, value, pair) => sum + (visits[pair] as number) * value, 0));
}
