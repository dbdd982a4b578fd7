import type { JsonSchema } from "./json-schema.ts";

const SIMPLE: { readonly [type: string]: string } = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  null: "None",
};

/**
 * Python annotation of a schema. What has no name of its own becomes the nearest general type: an object without
 * component is a `dict[str, …]`.
 */
export function annotation(schema: JsonSchema | undefined): string {
  return either(schema === undefined ? ["Any"] : kindsOf(schema));
}

function kindsOf(schema: JsonSchema): readonly string[] {
  if (schema.$ref !== undefined) return [schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1)];
  if (schema.const !== undefined) return [literal([schema.const])];
  if (schema.enum !== undefined) return [literal(schema.enum)];
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return union.flatMap(kindsOf);
  if (schema.allOf?.length === 1) return kindsOf(schema.allOf[0] as JsonSchema);
  if (Array.isArray(schema.type)) return schema.type.flatMap((type) => kindsOf({ ...schema, type }));
  if (schema.type === "array") return [arrayOf(schema)];
  if (schema.type === "object") return [`dict[str, ${annotation(valueSchema(schema))}]`];
  return [SIMPLE[String(schema.type)] ?? "Any"];
}

function arrayOf({ items, prefixItems }: JsonSchema): string {
  if (prefixItems !== undefined) return `list[${either(prefixItems.flatMap(kindsOf))}]`;
  return `list[${annotation(typeof items === "object" ? items : undefined)}]`;
}

function valueSchema({ additionalProperties, properties }: JsonSchema): JsonSchema | undefined {
  if (properties !== undefined && Object.keys(properties).length > 0) return undefined;
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

function literal(values: readonly unknown[]): string {
  if (values.every((value) => value === null)) return "None";
  return `Literal[${values.map(pythonLiteral).join(", ")}]`;
}

function pythonLiteral(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return JSON.stringify(value);
}

function either(kinds: readonly string[]): string {
  const distinct = [...new Set(kinds)];
  if (distinct.includes("Any")) return "Any";
  const last = distinct.filter((kind) => kind !== "None");
  return [...last, ...(last.length < distinct.length ? ["None"] : [])].join(" | ");
}
