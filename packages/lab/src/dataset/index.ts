export { parseTransitions, type ReadTransitionsOptions, readTransitions } from "./read-transitions.ts";
export type { Transitions } from "./transitions.ts";
