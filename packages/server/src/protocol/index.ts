export { advantageReplySchema, advantageRequestSchema, type WireAdvantageRequest } from "./advantage-schema.ts";
export { publicMissing, withoutPaths } from "./public-missing.ts";
export {
  rolloutSchema,
  type WireMessage,
  type WireRollout,
  type WireStep,
  type WireTokens,
} from "./rollout-schema.ts";
export {
  problemSchema,
  programsReplySchema,
  reloadReplySchema,
  runSchema,
  runsReplySchema,
  stepReplySchema,
  stepRequestSchema,
  type WireStepRequest,
} from "./run-schema.ts";
export {
  type Included,
  scoreLineSchema,
  scoreReplySchema,
  scoreRequestSchema,
  type WireColumns,
  type WireScoreRequest,
} from "./score-schema.ts";
