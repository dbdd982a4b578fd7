export { type Beam, beamSearch, type Continuation } from "./beam-search.ts";
export { type BestOfN, bestOfN } from "./best-of-n.ts";
export { centredRanks } from "./centred-ranks.ts";
export { type CmaEsOptions, cmaEs } from "./cma-es.ts";
export { type EvolutionStrategyOptions, evolutionStrategy } from "./evolution-strategy.ts";
export { type MapElites, type MapElitesOptions, mapElites } from "./map-elites.ts";
export { novelty } from "./novelty.ts";
export type { Search, SearchState } from "./search.ts";
export { type TreeProblem, type TreeSearchOptions, type TreeSearchResult, treeSearch } from "./tree-search.ts";
