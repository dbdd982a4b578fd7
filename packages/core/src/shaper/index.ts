import type { AnyFactory } from "../piece/index.ts";
import { advicePotential } from "./advice-potential.ts";
import { affine } from "./affine.ts";
import { asymmetricTrust } from "./asymmetric-trust.ts";
import { bandedDeviation } from "./banded-deviation.ts";
import { batchBalance } from "./batch-balance.ts";
import { centre } from "./centre.ts";
import { clip } from "./clip.ts";
import { cosineBudget } from "./cosine-budget.ts";
import { countBonus } from "./count-bonus.ts";
import { deadZone } from "./dead-zone.ts";
import { difference } from "./difference.ts";
import { episodicCountDecay } from "./episodic-count-decay.ts";
import { huber } from "./huber.ts";
import { inverseFrequency } from "./inverse-frequency.ts";
import { lengthExp } from "./length-exp.ts";
import { lengthRank } from "./length-rank.ts";
import { lengthSigmoid } from "./length-sigmoid.ts";
import { lengthStep } from "./length-step.ts";
import { lengthTarget } from "./length-target.ts";
import { mergeRuns } from "./merge-runs.ts";
import { minMax } from "./min-max.ts";
import { outlierMask } from "./outlier-mask.ts";
import { pairwiseDominance } from "./pairwise-dominance.ts";
import { potential } from "./potential.ts";
import { proportion } from "./proportion.ts";
import { quantise } from "./quantise.ts";
import { rank } from "./rank.ts";
import { rankFilter } from "./rank-filter.ts";
import { relative } from "./relative.ts";
import { repetitionFactor } from "./repetition-factor.ts";
import { runningNormalise } from "./running-normalise.ts";
import { runningQuantile } from "./running-quantile.ts";
import { sigmoid } from "./sigmoid.ts";
import { softOverlong } from "./soft-overlong.ts";
import { softmax } from "./softmax.ts";
import { squash } from "./squash.ts";
import { standardise } from "./standardise.ts";
import { statistic } from "./statistic.ts";
import { stickyPenalty } from "./sticky-penalty.ts";
import { tolerance } from "./tolerance.ts";
import { truncateBelow } from "./truncate-below.ts";
import { winRate } from "./win-rate.ts";

/** All shapers, for a library. */
export const shapers: readonly AnyFactory[] = [
  advicePotential,
  affine,
  asymmetricTrust,
  bandedDeviation,
  batchBalance,
  centre,
  clip,
  cosineBudget,
  countBonus,
  deadZone,
  difference,
  episodicCountDecay,
  huber,
  inverseFrequency,
  lengthExp,
  lengthRank,
  lengthSigmoid,
  lengthStep,
  lengthTarget,
  mergeRuns,
  minMax,
  outlierMask,
  pairwiseDominance,
  potential,
  proportion,
  quantise,
  rank,
  rankFilter,
  relative,
  repetitionFactor,
  runningNormalise,
  runningQuantile,
  sigmoid,
  softOverlong,
  softmax,
  squash,
  standardise,
  statistic,
  stickyPenalty,
  tolerance,
  truncateBelow,
  winRate,
];

export { type AdvicePotentialOptions, advicePotential } from "./advice-potential.ts";
export { type AffineOptions, affine } from "./affine.ts";
export { type AsymmetricTrustOptions, asymmetricTrust } from "./asymmetric-trust.ts";
export { type BandedDeviationOptions, bandedDeviation } from "./banded-deviation.ts";
export { type BatchBalanceOptions, batchBalance } from "./batch-balance.ts";
export { type CentreOptions, centre } from "./centre.ts";
export { type ClipOptions, clip } from "./clip.ts";
export { type CosineBudgetOptions, cosineBudget } from "./cosine-budget.ts";
export { type CountBonusOptions, countBonus } from "./count-bonus.ts";
export { type DeadZoneOptions, deadZone } from "./dead-zone.ts";
export { type DifferenceOptions, difference } from "./difference.ts";
export { type EpisodicCountDecayOptions, episodicCountDecay } from "./episodic-count-decay.ts";
export { type HuberOptions, huber } from "./huber.ts";
export { type InverseFrequencyOptions, inverseFrequency } from "./inverse-frequency.ts";
export { type LengthExpOptions, lengthExp } from "./length-exp.ts";
export { type LengthRankOptions, lengthRank } from "./length-rank.ts";
export { type LengthSigmoidOptions, lengthSigmoid } from "./length-sigmoid.ts";
export { type LengthStepOptions, lengthStep } from "./length-step.ts";
export { type LengthTargetOptions, lengthTarget } from "./length-target.ts";
export { type MergeRunsOptions, mergeRuns } from "./merge-runs.ts";
export { type MinMaxOptions, minMax } from "./min-max.ts";
export { type OutlierMaskOptions, outlierMask } from "./outlier-mask.ts";
export { type PairwiseDominanceOptions, pairwiseDominance } from "./pairwise-dominance.ts";
export { type PotentialOptions, potential } from "./potential.ts";
export { type ProportionOptions, proportion } from "./proportion.ts";
export { type QuantiseOptions, quantise } from "./quantise.ts";
export { type RankOptions, rank } from "./rank.ts";
export { type RankFilterOptions, rankFilter } from "./rank-filter.ts";
export { type RelativeOptions, relative } from "./relative.ts";
export { type RepetitionFactorOptions, repetitionFactor } from "./repetition-factor.ts";
export { type RunningNormaliseOptions, runningNormalise } from "./running-normalise.ts";
export { type RunningQuantileOptions, runningQuantile } from "./running-quantile.ts";
export { type SelfRewardSettings, type SelfRewardSteps, selfRewardStep } from "./self-reward.ts";
export { type SigmoidOptions, sigmoid } from "./sigmoid.ts";
export { softOverlong } from "./soft-overlong.ts";
export { type SoftmaxOptions, softmax } from "./softmax.ts";
export { type SquashOptions, squash } from "./squash.ts";
export { type StandardiseOptions, standardise } from "./standardise.ts";
export { type StatisticOptions, statistic } from "./statistic.ts";
export { type StickyPenaltyOptions, stickyPenalty } from "./sticky-penalty.ts";
export { type ToleranceOptions, tolerance } from "./tolerance.ts";
export { type TruncateBelowOptions, truncateBelow } from "./truncate-below.ts";
export { type WinRateOptions, winRate } from "./win-rate.ts";
