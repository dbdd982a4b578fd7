export type { Arguments, Checker, Checkers, Detect } from "./checker.ts";
export { CHECKERS, findChecker, needsLanguage } from "./find-checker.ts";
export { followsInstruction, looseVariants } from "./follows-instruction.ts";
export { type InstructionsOptions, instructionSources, instructions } from "./instructions.ts";
export { loadDetector } from "./load-detector.ts";
export { punktSentences } from "./punkt-sentences.ts";
export { wordTokens } from "./word-tokens.ts";
