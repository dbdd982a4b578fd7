export { makeBatch, separateBatch } from "./batch.ts";
export { deriveSignal } from "./derive-signal.ts";
export { formatInterval, hull, type Interval, isBounded, UNBOUNDED, UNIT } from "./interval.ts";
export { jointPresent } from "./joint-present.ts";
export type { Json } from "./json.ts";
export { type Batch, flatLayout, groupOffsets, type Layout, memberOffsets, rolloutOffsets, sizeAt } from "./layout.ts";
export { broadcasts, LEVELS, type Level } from "./level.ts";
export {
  type Abstained,
  abstained,
  BLAMES,
  type Blame,
  type Failed,
  failed,
  graver,
  isFillable,
  type Missing,
  type Outcome,
  type Scored,
  scored,
} from "./outcome.ts";
export type { Message, Rollout, Step, TokenTrace } from "./rollout.ts";
export { fullSignal, missingAt, type Notes, outcomeAt, type Signal, SignalBuilder, UNEXPLAINED } from "./signal.ts";
