export type { Grader, MultiGrader, SingleGrader } from "./grader.ts";
export { graderIssue } from "./grader-issue.ts";
export { type GraderProgram, graderProgram } from "./grader-program.ts";
export { graderSchema, isGrader } from "./grader-schema.ts";
export type { GraderModels } from "./model-term.ts";
export { programGrader } from "./program-grader.ts";
export { readFormula } from "./read-formula.ts";
export { readLabel, readScore } from "./read-score.ts";
export { sampleTemplate } from "./sample-template.ts";
