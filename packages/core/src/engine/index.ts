export { CallBroker, type CallCounts } from "./call-broker.ts";
export { type DeadGroup, deadGroups } from "./dead-groups.ts";
export type { TermResult } from "./run-term.ts";
export type { Runtime } from "./runtime.ts";
export { concludeBatch, runTerms, type Scores, scoreBatch, totalOf } from "./score-batch.ts";
