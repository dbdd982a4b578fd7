export {
  fitHopModel,
  type HopModel,
  type HopModelOptions,
  type HopViews,
  hopViews,
  progressOfHops,
  type SeenRun,
} from "./hop-model.ts";
export { type HopPair, hopOf, hopPairs } from "./hop-pairs.ts";
export { type ReachInsertOptions, type ReachInsertRun, reachInsertRuns } from "./reach-insert-runs.ts";
export { parseTransitions, type ReadTransitionsOptions, readTransitions } from "./read-transitions.ts";
export { type ChooseActions, recordTransitions } from "./record-transitions.ts";
export type { Transitions } from "./transitions.ts";
