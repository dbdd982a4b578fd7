import type { AnyFactory } from "@guerdon/core/piece";
import { groundedClaims } from "./grounded-claims.ts";
import { itinerary } from "./itinerary.ts";

export { dateMinutes } from "./date-minutes.ts";
export type { GroundedClaimsOptions } from "./grounded-claims.ts";
export type { ItineraryOptions } from "./itinerary.ts";
export { groundedClaims, itinerary };

/** Sources that check plans. */
export const planSources: readonly AnyFactory[] = [itinerary, groundedClaims];
