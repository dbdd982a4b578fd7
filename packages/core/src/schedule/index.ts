import type { AnyFactory } from "../piece/index.ts";
import { anneal } from "./anneal.ts";
import { batchStatistic } from "./batch-statistic.ts";
import { constraintWeight } from "./constraint-weight.ts";
import { ecrTarget } from "./ecr-target.ts";
import { hedge } from "./hedge.ts";
import { hypervolumeWeight } from "./hypervolume-weight.ts";
import { integralController } from "./integral-controller.ts";
import { lagrangeMultiplier } from "./lagrange-multiplier.ts";
import { piecewise } from "./piecewise.ts";
import { plateauSwitch } from "./plateau-switch.ts";
import { runningStatistic } from "./running-statistic.ts";
import { stages } from "./stages.ts";

/** All schedules, for a library. */
export const schedules: readonly AnyFactory[] = [
  anneal,
  batchStatistic,
  constraintWeight,
  ecrTarget,
  hedge,
  hypervolumeWeight,
  integralController,
  lagrangeMultiplier,
  piecewise,
  plateauSwitch,
  runningStatistic,
  stages,
];

export { type AnnealOptions, anneal } from "./anneal.ts";
export { type BatchStatisticOptions, batchStatistic } from "./batch-statistic.ts";
export { batchStatisticOf, STATISTICS, type Statistic, type StatisticChoice } from "./batch-statistic-of.ts";
export { type BudgetSplit, type BudgetSplitOptions, budgetSplit } from "./budget-split.ts";
export { type ConstraintWeightOptions, constraintWeight } from "./constraint-weight.ts";
export { type EcrTargetOptions, ecrTarget } from "./ecr-target.ts";
export { exponentialWeights } from "./exponential-weights.ts";
export { gramMatrix, influences } from "./gram-matrix.ts";
export { type HedgeOptions, hedge } from "./hedge.ts";
export { type HypervolumeWeightOptions, hypervolumeWeight } from "./hypervolume-weight.ts";
export {
  conjugateGradient,
  implicitGradient,
  type LinearMap,
  neumannSeries,
  type SolveOptions,
} from "./implicit-gradient.ts";
export { type IntegralControllerOptions, integralController } from "./integral-controller.ts";
export { type LagrangeMultiplierOptions, lagrangeMultiplier } from "./lagrange-multiplier.ts";
export { metaGradient } from "./meta-gradient.ts";
export { type MinNorm, type MinNormOptions, minNormDirection, minNormWeights } from "./min-norm-weights.ts";
export { type NelderMeadSettings, type NelderMeadState, nelderMead, type Vertex } from "./nelder-mead.ts";
export { type NoiseLevelsOptions, noiseLevels } from "./noise-levels.ts";
export { type PiecewiseOptions, piecewise, type Segment } from "./piecewise.ts";
export { type PlateauSwitchOptions, plateauSwitch } from "./plateau-switch.ts";
export { schedulePresets } from "./presets.ts";
export { projectSimplex } from "./project-simplex.ts";
export { type QuadraticProgramOptions, quadraticProgramWeights } from "./quadratic-program-weights.ts";
export { type RunningStatisticOptions, runningStatistic } from "./running-statistic.ts";
export { softmax } from "./softmax.ts";
export { type StagesOptions, stages } from "./stages.ts";
export { type Move, SHAPES, type Shape, valueOfMove } from "./value-of-move.ts";
