import type { AnyFactory } from "@guerdon/core/piece";
import { codeSources } from "./code/index.ts";
import { formatSources } from "./format/index.ts";
import { geoSources } from "./geo/index.ts";
import { geometrySources } from "./geometry/index.ts";
import { graphSources } from "./graph/index.ts";
import { instructionSources } from "./instruction/index.ts";
import { jsonSources } from "./json/index.ts";
import { mathSources } from "./math/index.ts";
import { numberSources } from "./number/index.ts";
import { optimisationSources } from "./optimisation/index.ts";
import { puzzleSources } from "./puzzle/index.ts";
import { rankingSources } from "./ranking/index.ts";
import { recorded } from "./recorded/index.ts";
import { similaritySources } from "./similarity/index.ts";
import { textSources } from "./text/index.ts";
import { toolSources } from "./tools/index.ts";

/** All sources, for a library. */
export const sources: readonly AnyFactory[] = [
  ...codeSources,
  ...formatSources,
  ...instructionSources,
  ...jsonSources,
  ...mathSources,
  ...numberSources,
  ...rankingSources,
  recorded,
  ...similaritySources,
  ...textSources,
  ...toolSources,
  ...puzzleSources,
  ...optimisationSources,
  ...geometrySources,
  ...geoSources,
  ...graphSources,
];

export { stdinStdout, unitTests } from "./code/index.ts";
export { format, tagStructure } from "./format/index.ts";
export { geoDistance, nestedMatch } from "./geo/index.ts";
export { boxSetMatch, gaussianProximity, regionConsistency } from "./geometry/index.ts";
export { linkMatch, pathCoverage } from "./graph/index.ts";
export { instructions } from "./instruction/index.ts";
export { json, jsonSchema } from "./json/index.ts";
export { math } from "./math/index.ts";
export { number } from "./number/index.ts";
export { routing } from "./optimisation/index.ts";
export { arithmeticTarget, gridMatch, sudoku } from "./puzzle/index.ts";
export { listAgreement, rankGain, retrieval } from "./ranking/index.ts";
export { recorded } from "./recorded/index.ts";
export {
  bleu,
  bmas,
  chrf,
  diversity,
  editSimilarity,
  embeddingSimilarity,
  exactMatch,
  fuzzy,
  meteor,
  readability,
  rouge,
  ter,
  tokenF1,
} from "./similarity/index.ts";
export { choice, contains, length, literal, regex, repetition } from "./text/index.ts";
export {
  solveReward,
  stateMatch,
  toolCallCheck,
  toolCallFormat,
  toolCallMatch,
  toolChainMatch,
  toolDiversity,
  turnOutcome,
} from "./tools/index.ts";
