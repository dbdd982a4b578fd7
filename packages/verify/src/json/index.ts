import type { AnyFactory } from "@guerdon/core/piece";
import { json } from "./json.ts";

export { equalJson } from "./equal-json.ts";
export type { JsonOptions } from "./json.ts";
export { jsonText } from "./json-text.ts";
export { valueAt } from "./value-at.ts";
export { json };

/** Sources that read a text as JSON. */
export const jsonSources: readonly AnyFactory[] = [json];
