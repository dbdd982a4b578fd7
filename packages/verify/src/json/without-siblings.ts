import type { Json } from "@guerdon/core/signal";

/** Keywords whose value maps names to schemas. */
const MAPS: readonly string[] = ["properties", "patternProperties", "definitions", "$defs", "dependencies"];

/** In draft 7 what stands beside `$ref` is not looked at; ajv looks at a property `__proto__` only by a pattern. */
export function withoutSiblings(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withoutSiblings);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, definitions } = schema as { readonly $ref?: Json; readonly definitions?: Json };
  if (typeof $ref === "string" && definitions === undefined) return { $ref };
  const kept = Object.entries(schema).filter(
    ([key]) => typeof $ref !== "string" || key === "$ref" || key === "definitions" || key === "$schema",
  );
  return protoByPattern(
    kept.map(([key, value]) => {
      if (key === "enum" || key === "const" || key === "default" || key === "examples") return [key, value];
      if (!MAPS.includes(key) || typeof value !== "object" || value === null || Array.isArray(value))
        return [key, withoutSiblings(value)];
      return [
        key,
        Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutSiblings(one as Json)])),
      ];
    }),
  );
}

function protoByPattern(entries: readonly (readonly [string, unknown])[]): Json {
  const schema = Object.fromEntries(entries) as { readonly [keyword: string]: Json };
  const { properties = {}, patternProperties = {} } = schema;
  const own = Object.entries(properties as object).find(([name]) => name === "__proto__");
  if (own === undefined) return schema;
  return { ...schema, patternProperties: { ...(patternProperties as object), "^__proto__$": own[1] } };
}
