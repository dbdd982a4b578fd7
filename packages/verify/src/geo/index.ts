import type { AnyFactory } from "@guerdon/core/piece";
import { geoDistance } from "./geo-distance.ts";
import { nestedMatch } from "./nested-match.ts";

export type { GeoDistanceOptions } from "./geo-distance.ts";
export { haversineKm, type Place } from "./haversine-km.ts";
export { matchedLevels, plainWords } from "./matched-levels.ts";
export type { NestedMatchOptions } from "./nested-match.ts";
export { geoDistance, nestedMatch };

/** Sources that compare places. */
export const geoSources: readonly AnyFactory[] = [geoDistance, nestedMatch];
