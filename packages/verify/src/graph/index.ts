import type { AnyFactory } from "@guerdon/core/piece";
import { linkMatch } from "./link-match.ts";
import { pathCoverage } from "./path-coverage.ts";

export { type LinkMatchOptions, linkScores, linksOf } from "./link-match.ts";
export { coverageOf, type PathCoverageOptions } from "./path-coverage.ts";
export { pathTokens, repetitionFactor, type Triple } from "./path-tokens.ts";
export { linkMatch, pathCoverage };

/** Sources that compare with graphs and trees. */
export const graphSources: readonly AnyFactory[] = [linkMatch, pathCoverage];
