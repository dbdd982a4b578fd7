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
export { type AdapterResources, createAdapters } from "./create-adapters.ts";
export { ANSWER_NAMES, answerItem } from "./mapping/answer-item.ts";
export { promptGroup } from "./mapping/prompt-group.ts";
export { splitQuery } from "./openrlhf/split-query.ts";
