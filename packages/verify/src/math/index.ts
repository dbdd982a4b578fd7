export { compareAnswers } from "./compare-answers.ts";
export { type Extraction, type ExtractionTarget, type ExtractOptions, extractAnswer } from "./extract-answer.ts";
export { type MathSourceOptions, math, mathSources } from "./math.ts";
export type { MathLimits, MathOptions } from "./math-options.ts";
export type { MathSide, MathVerdict } from "./math-verdict.ts";
export { type SymbolicRequest, symbolicVerdict } from "./symbolic-verdict.ts";
