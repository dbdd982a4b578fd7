export { type Compilation, compile, compileProgram } from "./compile-program.ts";
export type { Finding, Place } from "./finding.ts";
export { type FunctionTerm, type FunctionTermFacts, type TermFunction, type TermValue, term } from "./function-term.ts";
export { type ProgramText, parseProgram } from "./parse-program.ts";
export type { AdvantageChain, AdvantageLink, Program, Term, TermBody } from "./program.ts";
export { programJsonSchema } from "./program-json-schema.ts";
export {
  type AdvantageOptions,
  defineReward,
  type ProgramSpec,
  programSchema,
  type TermOptions,
  type TermSpec,
} from "./program-spec.ts";
