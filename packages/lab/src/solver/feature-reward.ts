/**
 * [S·A] Σ_f w_f·φ_f(s, a): the reward that weights of features make.
 *
 * @param features - F × [S·A]: what a step has of each feature
 * @param weights - [F]
 *
 * ```ts doctest
 * import { featureReward } from "@guerdon/lab/solver";
 * [...featureReward([Float64Array.of(1, 0), Float64Array.of(1, 2)], [3, -1])] // => [2, -2]
 * ```
 */
export function featureReward(features: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  const reward = new Float64Array(features[0]?.length ?? 0);
  for (const [f, feature] of features.entries()) {
    for (let pair = 0; pair < reward.length; pair++) {
      reward[pair] = (reward[pair] as number) + (weights[f] as number) * (feature[pair] as number);
    }
  }
  return reward;
}
