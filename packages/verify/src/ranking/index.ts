import type { AnyFactory } from "@guerdon/core/piece";
import { listAgreement } from "./list-agreement.ts";
import { rankGain } from "./rank-gain.ts";
import { retrieval } from "./retrieval.ts";

export {
  type JudgedRanking,
  type Judgements,
  judgedRanking,
  NOT_JUDGED,
  NOT_POOLED,
  rankByScore,
} from "./judged-ranking.ts";
export {
  kendallTau,
  meanRanks,
  orderPairs,
  type PairOrder,
  pearsonCorrelation,
  spearmanCorrelation,
} from "./kendall-tau.ts";
export type { ListAgreementOptions } from "./list-agreement.ts";
export { pickGains } from "./pick-gains.ts";
export type { RankGainOptions } from "./rank-gain.ts";
export { readJudgements, readRanking, readScores } from "./read-ranking.ts";
export type { RetrievalOptions } from "./retrieval.ts";
export {
  RETRIEVAL_MEASURES,
  type RetrievalMeasure,
  type RetrievalSettings,
  retrievalScore,
} from "./retrieval-score.ts";
export { type PairWeights, weightedPairAgreement } from "./weighted-pair-agreement.ts";
export { listAgreement, rankGain, retrieval };

/** Sources that judge rankings and scored lists. */
export const rankingSources: readonly AnyFactory[] = [listAgreement, rankGain, retrieval];
