export { actorCritic } from "./actor-critic.ts";
export type { ActorCriticSettings, Temperature } from "./actor-critic-settings.ts";
export { type ChoiceTraining, startChoiceRun } from "./choice-run.ts";
export { type ConstrainedGradientSettings, startConstrainedGradient } from "./constrained-gradient.ts";
export { demonstrationLeakage } from "./demonstration-leakage.ts";
export { type EpisodeSums, evaluatedRun, type RunEvaluation } from "./evaluated-run.ts";
export { explainedVariance } from "./explained-variance.ts";
export { fitOrder, type OrderFit } from "./fit-order.ts";
export { createFlowEvaluator, type FlowEvaluation, type FlowEvaluator } from "./flow-evaluator.ts";
export { type FlowMatching, type FlowMatchingRun, startFlowMatching } from "./flow-matching-run.ts";
export { type FlowGoal, type FlowNetwork, startFlowNetworkRun } from "./flow-network-run.ts";
export {
  type DenoisingErrors,
  type FlowRanking,
  type FlowRankingRun,
  type RankingLoss,
  startFlowRanking,
} from "./flow-ranking-run.ts";
export type { TargetOptions } from "./flow-targets.ts";
export type { FlowTeacher } from "./flow-teacher.ts";
export { type Generation, type GenerationEvaluation, type GenerationRun, startGeneration } from "./generation-run.ts";
export type { GradientMix } from "./gradient-mix.ts";
export { groupRanking } from "./group-ranking.ts";
export { type ImitationRewardSettings, imitationReward } from "./imitation-reward.ts";
export { type IndependentLearnersSettings, startIndependentLearners } from "./independent-learners.ts";
export { type InnerTraining, innerTraining } from "./inner-training.ts";
export { type ListPreference, startListPreferenceRun, type WeightedList } from "./list-preference-run.ts";
export { meanOverEpisodes } from "./mean-over-episodes.ts";
export { offPolicyActions } from "./off-policy-actions.ts";
export type {
  AgentShape,
  BatchReward,
  DrawMoment,
  MakeAgent,
  MakeReward,
  OffPolicyAgent,
} from "./off-policy-agent.ts";
export { evaluateAgent, type OffPolicyEvaluation } from "./off-policy-evaluation.ts";
export { type OffPolicyRun, type OffPolicySettings, startOffPolicyRun } from "./off-policy-run.ts";
export { expectileLoss, type OfflineAdvantageSettings } from "./offline-advantage.ts";
export { type OfflineRegressionSettings, offlineRegression } from "./offline-regression.ts";
export { type OfflineRun, type OfflineSettings, startOfflineRun } from "./offline-run.ts";
export { pairRanking } from "./pair-ranking.ts";
export { type PolicyGradientRun, startPolicyGradient } from "./policy-gradient.ts";
export type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
export { gapWeights, levelList, movedList, type PreferenceList } from "./preference-list.ts";
export { type PreferenceTraining, startPreferenceRun } from "./preference-run.ts";
export {
  type ProcessQLearning,
  type ProcessQLearningSettings,
  startProcessQLearning,
} from "./process-q-learning.ts";
export { type PromptReplayOptions, promptReplay } from "./prompt-replay.ts";
export { type QLearnerSettings, qLearner, qTargets } from "./q-learner.ts";
export { type QColumns, type QLoss, type QLossSettings, qLoss } from "./q-loss.ts";
export { type QTable, type QTableSettings, startQTable } from "./q-table.ts";
export type { RankedSamples } from "./ranked-batch.ts";
export { realTime } from "./real-time.ts";
export {
  createReplayBatch,
  createReplayMemory,
  type PrioritySettings,
  type ReplayBatch,
  type ReplayMemory,
  type ReplaySettings,
  type ReplayState,
  type ReplayStep,
} from "./replay-memory.ts";
export { episodeLayout } from "./score-experience.ts";
export { type SearchRun, type SearchSettings, startSearchRun } from "./search-run.ts";
export { type ImprovementRound, type SelfImprovementSettings, selfImprovement } from "./self-improvement.ts";
export { type StageRun, stagedRun } from "./staged-run.ts";
export { drawnScores, expectedScores, type SectionScores, type SteerTraining, trainSteer } from "./steer-training.ts";
export {
  createSupervisedLearner,
  type SupervisedLearner,
  type SupervisedSettings,
  type SupervisedStage,
} from "./supervised-learner.ts";
export { type TaskPath, type TaskPaths, taskPaths } from "./task-paths.ts";
export type { TokenRun } from "./token-loop.ts";
export { startTokenRun } from "./token-run.ts";
export type { TokenLoop, TokenTraining, WarmStart } from "./token-settings.ts";
export { successShare, type VerifierScores, verifierScores } from "./verifier-scores.ts";
export { worldSignal } from "./world-signal.ts";
