import type { AnyFactory } from "@guerdon/core/piece";
import { solveReward } from "./solve-reward.ts";
import { stateMatch } from "./state-match.ts";
import { toolCallCheck } from "./tool-call-check.ts";
import { toolCallFormat } from "./tool-call-format.ts";
import { toolCallMatch } from "./tool-call-match.ts";
import { toolChainMatch } from "./tool-chain-match.ts";
import { toolDiversity } from "./tool-diversity.ts";
import { turnOutcome } from "./turn-outcome.ts";

export { callDefect } from "./call-defect.ts";
export type { CallSyntaxOptions } from "./call-fields.ts";
export { type AcceptedCall, type CallChecker, compileCallCheck, type ToolDescription } from "./compile-call-check.ts";
export { type CallMatch, type CallMatchOptions, matchToolCalls } from "./match-tool-calls.ts";
export { type ChainMatch, type ChainMatchOptions, matchToolChain } from "./match-tool-chain.ts";
export { type ObservationOptions, observationContains } from "./observation-contains.ts";
export { type Parsed, parseExactJson, parsePythonCalls, parsePythonLiteral } from "./parse-calls.ts";
export { type CallSyntax, type CallsRead, type ReadCallsOptions, readToolCalls } from "./read-tool-calls.ts";
export type { World } from "./replay-and-compare.ts";
export {
  compareReplays,
  type Database,
  type Replay,
  type ReplayComparison,
  replayCalls,
  type StateCall,
  type StateTool,
  type StateTools,
} from "./replay-calls.ts";
export type { SolveRewardOptions } from "./solve-reward.ts";
export { type OpenAnswers, type SolvedStep, type SolveRewardRules, solveProfile, solveSteps } from "./solve-steps.ts";
export type { StateMatchOptions } from "./state-match.ts";
export { type StepCalls, stepCalls } from "./step-calls.ts";
export { type CallArguments, type CallValue, equalCalls, type ToolCall, WholeFloat } from "./tool-call.ts";
export type { ToolCallCheckOptions } from "./tool-call-check.ts";
export type { ToolCallFormatOptions } from "./tool-call-format.ts";
export type { ToolCallMatchOptions } from "./tool-call-match.ts";
export type { ToolChainMatchOptions } from "./tool-chain-match.ts";
export type { ToolDiversityOptions } from "./tool-diversity.ts";
export type { TurnOutcomeOptions } from "./turn-outcome.ts";
export type { CallFault, CallFaultKind } from "./value-fault.ts";
export {
  solveReward,
  stateMatch,
  toolCallCheck,
  toolCallFormat,
  toolCallMatch,
  toolChainMatch,
  toolDiversity,
  turnOutcome,
};

/** Sources that check how tools were called, and what came of it. */
export const toolSources: readonly AnyFactory[] = [
  toolCallMatch,
  toolCallFormat,
  toolCallCheck,
  toolChainMatch,
  toolDiversity,
  solveReward,
  turnOutcome,
  stateMatch,
];
