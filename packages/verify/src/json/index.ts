import type { AnyFactory } from "@guerdon/core/piece";
import { json } from "./json.ts";
import { jsonSchema } from "./json-schema.ts";

export { equalJson } from "./equal-json.ts";
export type { JsonOptions } from "./json.ts";
export type { JsonSchemaOptions } from "./json-schema.ts";
export { jsonText } from "./json-text.ts";
export { type SchemaDraft, type SchemaRequest, type SchemaVerdict, validateSchema } from "./validate-schema.ts";
export { valueAt } from "./value-at.ts";
export { json, jsonSchema };

/** Sources that read a text as JSON. */
export const jsonSources: readonly AnyFactory[] = [json, jsonSchema];
