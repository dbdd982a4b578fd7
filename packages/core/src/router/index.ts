import type { AnyFactory } from "../piece/index.ts";
import { difficultyBand } from "./difficulty-band.ts";
import { topShare } from "./top-share.ts";

/** All routers, for a library. */
export const routers: readonly AnyFactory[] = [difficultyBand, topShare];

export { type DifficultyBandOptions, difficultyBand } from "./difficulty-band.ts";
export { type TopShareOptions, topShare } from "./top-share.ts";
