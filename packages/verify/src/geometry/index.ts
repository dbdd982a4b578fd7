import type { AnyFactory } from "@guerdon/core/piece";
import { boxSetMatch } from "./box-set-match.ts";
import { gaussianProximity } from "./gaussian-proximity.ts";
import { regionConsistency } from "./region-consistency.ts";

export { assignPairs } from "./assign-pairs.ts";
export { averagePrecision, type DetectedImage, type Detection } from "./average-precision.ts";
export {
  type Box,
  boxGiou,
  boxIou,
  boxOverlap,
  gaussianProximityTo,
  meanBoxIou,
  pointInBox,
  temporalIou,
} from "./box-overlap.ts";
export { type BoxSetMatchOptions, pairScore, setScore } from "./box-set-match.ts";
export type { GaussianProximityOptions } from "./gaussian-proximity.ts";
export { type MatchBoxesSettings, matchBoxes, type WeightedOverlap, weightedOverlap } from "./match-boxes.ts";
export { readBox, readPoint } from "./read-box.ts";
export { boxesOf, type LabelledBox, readBoxes } from "./read-boxes.ts";
export type { RegionConsistencyOptions } from "./region-consistency.ts";
export { consensusBox, type RegionVotes, regionVotes, voteDensities } from "./region-votes.ts";
export { boxSetMatch, gaussianProximity, regionConsistency };

/** Sources that compare boxes and points. */
export const geometrySources: readonly AnyFactory[] = [boxSetMatch, gaussianProximity, regionConsistency];
