export { parseTransitions, type ReadTransitionsOptions, readTransitions } from "./read-transitions.ts";
export { type ChooseActions, recordTransitions } from "./record-transitions.ts";
export type { Transitions } from "./transitions.ts";
