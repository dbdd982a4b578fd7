import type { AnyFactory } from "../piece/index.ts";
import { additiveContribution } from "./additive-contribution.ts";
import { ltlMonitor } from "./ltl-monitor.ts";
import { optionBonus } from "./option-bonus.ts";
import { optionReturn } from "./option-return.ts";
import { prefixDynamics } from "./prefix-dynamics.ts";
import { processWeight } from "./process-weight.ts";
import { redistribute } from "./redistribute.ts";
import { reduce } from "./reduce.ts";
import { returnNormalise } from "./return-normalise.ts";
import { rewardMachine } from "./reward-machine.ts";
import { rewardToGo } from "./reward-to-go.ts";
import { segmentReward } from "./segment-reward.ts";
import { siblingRelative } from "./sibling-relative.ts";
import { treeValue } from "./tree-value.ts";
import { windowMean } from "./window-mean.ts";

/** All credits, for a library. */
export const credits: readonly AnyFactory[] = [
  additiveContribution,
  ltlMonitor,
  optionBonus,
  optionReturn,
  prefixDynamics,
  processWeight,
  redistribute,
  reduce,
  returnNormalise,
  rewardMachine,
  rewardToGo,
  segmentReward,
  siblingRelative,
  treeValue,
  windowMean,
];

export { type AdditiveContributionOptions, additiveContribution } from "./additive-contribution.ts";
export type { CoalitionPlan, CoalitionValue } from "./coalition-plan.ts";
export { leaveOneOut, leaveOneOutPlan } from "./leave-one-out.ts";
export { type LtlMonitorOptions, ltlMonitor } from "./ltl-monitor.ts";
export { type OptionBonusOptions, optionBonus } from "./option-bonus.ts";
export { type OptionReturnOptions, optionReturn } from "./option-return.ts";
export { type PrefixDynamicsOptions, prefixDynamics } from "./prefix-dynamics.ts";
export { type ProcessWeightOptions, processWeight } from "./process-weight.ts";
export { type RedistributeOptions, redistribute } from "./redistribute.ts";
export { type ReduceOptions, reduce } from "./reduce.ts";
export type { ReductionName } from "./reductions.ts";
export { type ReturnNormaliseOptions, returnNormalise } from "./return-normalise.ts";
export { type MachineTransition, type RewardMachineOptions, rewardMachine } from "./reward-machine.ts";
export { type RewardToGoOptions, rewardToGo } from "./reward-to-go.ts";
export { type SegmentRewardOptions, segmentReward } from "./segment-reward.ts";
export { type ShapleySettings, shapley, shapleyPlan } from "./shapley.ts";
export { type SiblingRelativeOptions, siblingRelative } from "./sibling-relative.ts";
export { type TreeValueOptions, treeValue } from "./tree-value.ts";
export { type WindowMeanOptions, windowMean } from "./window-mean.ts";
