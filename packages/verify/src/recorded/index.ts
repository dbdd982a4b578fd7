import type { AnyFactory } from "@guerdon/core/piece";
import { recorded } from "./recorded.ts";

export type { RecordedOptions } from "./recorded.ts";
export { recorded };

/** The sources of this folder, for a library. */
export const recordedSources: readonly AnyFactory[] = [recorded];
