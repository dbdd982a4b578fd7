import type { AnyFactory } from "@guerdon/core/piece";
import { formatSources } from "./format/index.ts";
import { jsonSources } from "./json/index.ts";
import { mathSources } from "./math/index.ts";
import { numberSources } from "./number/index.ts";
import { recorded } from "./recorded/index.ts";
import { textSources } from "./text/index.ts";

/** All sources, for a library. */
export const sources: readonly AnyFactory[] = [
  ...formatSources,
  ...jsonSources,
  ...mathSources,
  ...numberSources,
  recorded,
  ...textSources,
];

export { format } from "./format/index.ts";
export { json } from "./json/index.ts";
export { math } from "./math/index.ts";
export { number } from "./number/index.ts";
export { recorded } from "./recorded/index.ts";
export { choice, contains, length, literal, regex, repetition } from "./text/index.ts";
