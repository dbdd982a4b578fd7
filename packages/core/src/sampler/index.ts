import type { AnyFactory } from "../piece/index.ts";
import { curriculumStages } from "./curriculum-stages.ts";
import { failureReplay } from "./failure-replay.ts";
import { knapsack } from "./knapsack.ts";
import { rankSelect } from "./rank-select.ts";
import { strata } from "./strata.ts";
import { successBand } from "./success-band.ts";
import { successRate } from "./success-rate.ts";
import { trajectoryWeight } from "./trajectory-weight.ts";
import { variancePromotion } from "./variance-promotion.ts";
import { zeroVarianceDrop } from "./zero-variance-drop.ts";

/** All samplers, for a library. */
export const samplers: readonly AnyFactory[] = [
  curriculumStages,
  failureReplay,
  knapsack,
  rankSelect,
  strata,
  successBand,
  successRate,
  trajectoryWeight,
  variancePromotion,
  zeroVarianceDrop,
];

export { apportion } from "./apportion.ts";
export { type CurriculumStagesOptions, curriculumStages } from "./curriculum-stages.ts";
export { type DrawOptions, drawByWeight } from "./draw-by-weight.ts";
export { type DropMarks, type DropStatistics, dropStatistics } from "./drop-statistics.ts";
export { type FailureReplayOptions, failureReplay } from "./failure-replay.ts";
export { type KnapsackOptions, knapsack } from "./knapsack.ts";
export { type RankSelectOptions, rankSelect } from "./rank-select.ts";
export { type RefillPlan, type RefillProgress, type RefillRules, refillPlan } from "./refill-plan.ts";
export { type StrataOptions, strata } from "./strata.ts";
export { type SuccessBandOptions, successBand } from "./success-band.ts";
export { type SuccessRateOptions, successRate } from "./success-rate.ts";
export { systematicDraw } from "./systematic-draw.ts";
export { type TrajectoryWeightOptions, trajectoryWeight } from "./trajectory-weight.ts";
export { type VariancePromotionOptions, variancePromotion } from "./variance-promotion.ts";
export { type ZeroVarianceDropOptions, zeroVarianceDrop } from "./zero-variance-drop.ts";
