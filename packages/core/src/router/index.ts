import type { AnyFactory } from "../piece/index.ts";
import { argmax } from "./argmax.ts";
import { difficultyBand } from "./difficulty-band.ts";
import { topShare } from "./top-share.ts";

/** All routers, for a library. */
export const routers: readonly AnyFactory[] = [argmax, difficultyBand, topShare];

export { type ArgmaxOptions, argmax } from "./argmax.ts";
export { type DifficultyBandOptions, difficultyBand } from "./difficulty-band.ts";
export { type ExpertLogits, type ExpertWeights, type ExpertWeightsOptions, expertWeights } from "./expert-weights.ts";
export { type Proposals, resolveConflicts } from "./resolve-conflicts.ts";
export { type TopShareOptions, topShare } from "./top-share.ts";
