export { makeBatch, RewardError, scoreBatch } from "@guerdon/core";
export { defineReward, term } from "@guerdon/core/program";
export { library } from "./program-file/library.ts";
export { type LoadedProgram, loadProgram } from "./program-file/load-program.ts";
export { systemClock } from "./system-clock.ts";
