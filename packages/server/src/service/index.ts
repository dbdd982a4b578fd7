export {
  createRewardService,
  type OwnedRewardService,
  type RewardServiceOptions,
  type ServiceLimits,
  type ServiceLoad,
} from "./create-reward-service.ts";
export type { BatchJob, ExecutedBatch, Executor } from "./executor.ts";
export { joinBatches } from "./join-batches.ts";
export { LocalExecutor } from "./local-executor.ts";
export { MicroBatcher, type OnTerms } from "./micro-batcher.ts";
export { nextStateOf } from "./next-state-of.ts";
export { ProgramRegistry, type ProgramSource, type Reloaded } from "./program-registry.ts";
export type { CohortPolicy, RewardService, ScoreColumns, ScoreReply, ScoreRequest } from "./reward-service.ts";
