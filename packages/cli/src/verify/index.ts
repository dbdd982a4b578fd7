export { type EngineState, engineStates } from "./engine-state.ts";
export { formatCatalogue } from "./format-catalogue.ts";
export { checkSummary, formatCheck } from "./format-check.ts";
export { matchVerifiers, nearNames, pickVerifiers } from "./match-verifiers.ts";
