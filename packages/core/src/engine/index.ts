export { CallBroker, type CallCounts } from "./call-broker.ts";
export { type Conclusion, concludeBatch, totalOf } from "./conclude-batch.ts";
export { type DeadGroup, deadGroups } from "./dead-groups.ts";
export { initState, nextState, type ProgramState } from "./program-state.ts";
export type { TermResult } from "./run-term.ts";
export type { Runtime } from "./runtime.ts";
export { runTerms, type Scores, scoreBatch } from "./score-batch.ts";
