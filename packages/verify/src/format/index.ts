import type { AnyFactory } from "@guerdon/core/piece";
import { format } from "./format.ts";
import { tagStructure } from "./tag-structure.ts";

export type { FormatOptions } from "./format.ts";
export type { TagRule, TagStructureOptions } from "./tag-structure.ts";
export { format, tagStructure };

/** Sources that check how a text is laid out. */
export const formatSources: readonly AnyFactory[] = [format, tagStructure];
