import type { AnyFactory } from "@guerdon/core/piece";
import { solidCheck } from "./solid-check.ts";
import { solidFacts } from "./solid-facts.ts";
import { solidMatch } from "./solid-match.ts";

/** The sources of this folder, for a library. */
export const cadSources: readonly AnyFactory[] = [solidCheck, solidMatch, solidFacts];

export { type SolidCheckOptions, solidCheck } from "./solid-check.ts";
export { type SolidFactsOptions, solidFacts } from "./solid-facts.ts";
export { type SolidMatchOptions, solidMatch } from "./solid-match.ts";
export type { SolidFacts, SolidMesh, SolidSource } from "./solid-mesh.ts";
export { chamferDistance, surfacePoints } from "./surface-points.ts";
