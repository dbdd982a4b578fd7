import { groupRankLoss } from "@guerdon/core/objective";
import type { RankingLoss } from "./flow-ranking-run.ts";

/**
 * A loss of whole groups, ranked softly by their rewards: s = −β·(error − error of the reference).
 *
 * @throws RewardError GUERDON_OPTION when an option is wrong
 * @paper 034 §Mechanism 2–5 (β 12, τ 0.05, γ as the anchor γ/β)
 */
export function groupRanking(beta: number, options?: Parameters<typeof groupRankLoss>[1]): RankingLoss {
  return ({ errors, reference, rewards, times, perGroup }) => {
    const scores = errors.map((error, i) => -beta * (error - (reference[i] as number)));
    const offsets = Int32Array.from({ length: times.length + 1 }, (_, g) => g * perGroup);
    const { loss, gradient, accuracy } = groupRankLoss({ scores, rewards, offsets }, options);
    return { loss, gradient: gradient.map((slope) => -beta * slope), accuracy };
  };
}
