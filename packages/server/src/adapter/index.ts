export type {
  Adapter,
  AdapterSettings,
  FieldMapping,
  InvalidBody,
  PlainCall,
  PlainRoute,
  ScoreRoute,
  SocketRefusal,
  SocketRoute,
  SocketSession,
  WireReply,
} from "./adapter.ts";
export { attachSockets, type DetachSockets, type SocketHost } from "./attach-sockets.ts";
export { type AdapterResources, createAdapters } from "./create-adapters.ts";
export type {
  EnvironmentKind,
  EnvironmentStep,
  EpisodeEnvironment,
  NumberSpace,
  ResetOptions,
  ToolListing,
} from "./environment/environment-kind.ts";
export { type EpisodeRow, type RewardedEpisodeOptions, rewardedEpisode } from "./environment/rewarded-episode.ts";
export { ANSWER_NAMES, answerItem } from "./mapping/answer-item.ts";
export { promptGroup } from "./mapping/prompt-group.ts";
export { unitScore } from "./mapping/unit-score.ts";
export type { ChatAnswer, ChatModel, ChatRequest } from "./model/chat-model.ts";
export { type OpenAiChatModelOptions, openAiChatModel } from "./model/open-ai-chat-model.ts";
export { parseVerdict } from "./nemo-gym/parse-verdict.ts";
export type { GraderRuntime } from "./openai-graders/run-grader.ts";
export { splitQuery } from "./openrlhf/split-query.ts";
export type { RowSet } from "./reasoning-gym/experiment.ts";
