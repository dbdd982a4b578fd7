import type { AnyFactory } from "@guerdon/core/piece";
import { formatSources } from "./format/index.ts";
import { jsonSources } from "./json/index.ts";
import { mathSources } from "./math/index.ts";
import { numberSources } from "./number/index.ts";
import { textSources } from "./text/index.ts";

/** All sources, for a library. */
export const sources: readonly AnyFactory[] = [
  ...formatSources,
  ...jsonSources,
  ...mathSources,
  ...numberSources,
  ...textSources,
];

export { format } from "./format/index.ts";
export { json } from "./json/index.ts";
export { math } from "./math/index.ts";
export { number } from "./number/index.ts";
export { choice, contains, length, literal, regex, repetition } from "./text/index.ts";
