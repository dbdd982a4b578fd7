export { backwardInduction } from "./backward-induction.ts";
export { actionValues, type DecisionProcess, decisionProcess, type Transition } from "./decision-process.ts";
export { evaluatePolicy, type PolicyEvaluation } from "./evaluate-policy.ts";
export { type LinearPreference, linearPreference, type StatedPreference } from "./linear-preference.ts";
export { linearProgram } from "./linear-program.ts";
export { moveOptimum } from "./move-optimum.ts";
export { policyIteration } from "./policy-iteration.ts";
export { type RandomProcessOptions, randomProcess } from "./random-process.ts";
export { bestValue, policyOf, type Solution, type ValueIterationOptions, valueIteration } from "./value-iteration.ts";
