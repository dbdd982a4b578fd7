import type { AnyFactory } from "@guerdon/core/piece";
import { format } from "./format.ts";

export type { FormatOptions } from "./format.ts";
export { format };

/** Sources that check how a text is laid out. */
export const formatSources: readonly AnyFactory[] = [format];
