export {
  type BinaryRatioColumns,
  type BinaryRatioLoss,
  type BinaryRatioOptions,
  binaryRatioLoss,
} from "./binary-ratio-loss.ts";
export {
  type BradleyTerryTiesLoss,
  type BradleyTerryTiesOptions,
  bradleyTerryTies,
  type TiedPairs,
} from "./bradley-terry-ties.ts";
export { type CategoricalEntropy, categoricalEntropy } from "./categorical-entropy.ts";
export { type ContrastiveColumns, type ContrastiveLoss, contrastiveLoss } from "./contrastive-loss.ts";
export {
  type DiffusionPairColumns,
  type DiffusionPairLoss,
  type DiffusionPairOptions,
  diffusionPairLoss,
} from "./diffusion-pair-loss.ts";
export { type DurationWeightsOptions, durationWeights } from "./duration-weights.ts";
export { type EntropyBonus, type EntropyBonusOptions, type EntropyColumns, entropyBonus } from "./entropy-bonus.ts";
export {
  type EntropyCorridor,
  type EntropyCorridorColumns,
  type EntropyCorridorOptions,
  entropyCorridor,
} from "./entropy-corridor.ts";
export { type FlowBalance, type FlowBalanceColumns, type FlowBalanceOptions, flowBalance } from "./flow-balance.ts";
export { type FlowMatchingColumns, type FlowMatchingLoss, flowMatchingLoss } from "./flow-matching-loss.ts";
export { type GroupRankColumns, type GroupRankLoss, type GroupRankOptions, groupRankLoss } from "./group-rank-loss.ts";
export { type ImitationSetLoss, imitationSetLoss } from "./imitation-set-loss.ts";
export { type InvarianceColumns, type InvarianceLoss, invarianceLoss } from "./invariance-loss.ts";
export { type KlColumns, type KlEstimate, type KlOptions, klEstimate, klPenalty } from "./kl-estimate.ts";
export { type KlToReference, type KlToReferenceOptions, klToReference } from "./kl-to-reference.ts";
export { type KtoColumns, type KtoLoss, type KtoOptions, ktoLoss } from "./kto-loss.ts";
export { type ListwiseDpoColumns, type ListwiseDpoLoss, type ListwiseDpoOptions, listwiseDpo } from "./listwise-dpo.ts";
export {
  type ListwiseColumns,
  type ListwiseMatch,
  type ListwiseMatchOptions,
  listwiseMatch,
} from "./listwise-match.ts";
export { type LoadBalanceLoss, loadBalanceLoss } from "./load-balance-loss.ts";
export { logSigmoid, logSumExp, sigmoid } from "./log-sigmoid.ts";
export {
  AGGREGATIONS,
  type Aggregate,
  type Aggregation,
  type AggregationOptions,
  lossAggregation,
  type TokenColumns,
} from "./loss-aggregation.ts";
export { type LossPart, mixtureLoss } from "./mixture-loss.ts";
export { type OrderColumns, type OrderLoss, type OrderLossOptions, orderLoss } from "./order-loss.ts";
export { type PolicyColumns, type PolicyLoss, policyLoss } from "./policy-loss.ts";
export { type ObjectivePreset, policyLossPresets } from "./policy-loss-presets.ts";
export type { PolicyLossInput, PolicyLossOptions, Reshape } from "./policy-options.ts";
export {
  type PreferenceColumns,
  type PreferenceLoss,
  type PreferenceLossOptions,
  preferenceLoss,
} from "./preference-loss.ts";
export { preferenceLossPresets } from "./preference-loss-presets.ts";
export { limitAverage, type ReturnUtility, type ReturnUtilityOptions, returnUtility } from "./return-utility.ts";
export { type RewardWeightsOptions, rewardWeights } from "./reward-weights.ts";
export { type RrhfColumns, type RrhfLoss, type RrhfOptions, rrhfLoss } from "./rrhf-loss.ts";
export { type SftColumns, type SftLoss, sftLoss } from "./sft-loss.ts";
export {
  type TokenPreferenceColumns,
  type TokenPreferenceLoss,
  type TokenPreferenceOptions,
  tokenPreferenceLoss,
} from "./token-preference-loss.ts";
export {
  type TrajectoryClip,
  type TrajectoryClipOptions,
  type TrajectoryColumns,
  trajectoryClip,
} from "./trajectory-clip.ts";
export { type ValueColumns, type ValueLoss, type ValueLossOptions, valueLoss } from "./value-loss.ts";
