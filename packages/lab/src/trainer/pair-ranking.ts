import { diffusionPairLoss } from "@guerdon/core/objective";
import type { RankingLoss } from "./flow-ranking-run.ts";

/**
 * A loss of pairs of denoising errors: DPO of a generator.
 *
 * @throws RewardError GUERDON_OPTION when an option is wrong
 * @paper 038 §Mechanism 4
 */
export function pairRanking(options?: Parameters<typeof diffusionPairLoss>[1]): RankingLoss {
  return ({ errors, reference, times, perGroup }) => {
    const side = (column: Float64Array, at: number): Float64Array =>
      Float64Array.from(times, (_, g) => column[g * perGroup + at] as number);
    const last = perGroup - 1;
    const columns = { winner: side(errors, 0), refWinner: side(reference, 0), times };
    const lost = { loser: side(errors, last), refLoser: side(reference, last) };
    const { loss, gradient, accuracy } = diffusionPairLoss({ ...columns, ...lost }, options);
    const slopes = new Float64Array(errors.length);
    for (let g = 0; g < times.length; g++) {
      slopes[g * perGroup] = gradient.winner[g] as number;
      slopes[g * perGroup + last] = gradient.loser[g] as number;
    }
    return { loss, gradient: slopes, accuracy };
  };
}
