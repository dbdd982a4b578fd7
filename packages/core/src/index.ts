export { checkFields, checkProgram } from "./check/index.ts";
export { deadGroups, type Runtime, type Scores, scoreBatch } from "./engine/index.ts";
export { RewardError } from "./error/index.ts";
export { type Library, makeLibrary } from "./piece/index.ts";
export {
  compileProgram,
  defineReward,
  type Finding,
  type Program,
  type ProgramSpec,
  parseProgram,
  term,
} from "./program/index.ts";
export { type Batch, makeBatch, type Outcome, outcomeAt, type Rollout, type Signal } from "./signal/index.ts";
