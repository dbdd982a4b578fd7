export type { RewardService, ScoreReply, ScoreRequest } from "./service/reward-service.ts";
