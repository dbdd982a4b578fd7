import type { Json } from "@guerdon/core/signal";
import type { SchemaObject } from "./schema-resources.ts";
import { isValidAt, type SchemaFault, type SchemaVisit, type SchemaVisitor } from "./schema-visitor.ts";

type Names = { readonly [name: string]: Json };
type Fault = SchemaFault | undefined;

/** What a schema says of the places of a list or the properties of an object; a value without parts has none. */
export function visitParts(visitor: SchemaVisitor, schema: SchemaObject, value: Json, at: SchemaVisit): Fault {
  if (typeof value !== "object" || value === null) return undefined;
  return Array.isArray(value)
    ? visitItems(visitor, schema, value, at)
    : visitProperties(visitor, schema, value as Names, at);
}

/** `unevaluatedItems` comes last. */
function visitItems(visitor: SchemaVisitor, schema: SchemaObject, value: readonly Json[], at: SchemaVisit): Fault {
  const first = ((schema.prefixItems ?? []) as readonly Json[]).slice(0, value.length);
  for (const [i, part] of first.entries()) {
    const fault = apply(visitor, part, value, [i], at);
    if (fault !== undefined) return fault;
  }
  const places = [...value.keys()];
  const fault =
    apply(visitor, schema.items, value, places.slice(first.length), at) ?? contained(visitor, schema, value, at);
  if (fault !== undefined) return fault;
  const others = places.filter((i) => !at.seen.has(i));
  return apply(visitor, schema.unevaluatedItems, value, others, at);
}

function contained(visitor: SchemaVisitor, schema: SchemaObject, value: readonly Json[], at: SchemaVisit): Fault {
  const { contains } = schema;
  if (contains === undefined) return undefined;
  const { minContains = 1, maxContains = Number.POSITIVE_INFINITY } = schema as { readonly [bound: string]: number };
  const found = [...value.keys()].filter((i) => isValidAt(visitor, contains, value[i] as Json, at));
  if (found.length < minContains || found.length > maxContains)
    return { where: at.where, why: `must contain at least ${minContains} and at most ${maxContains} valid items` };
  for (const i of found) at.seen.add(i);
  return undefined;
}

/** `unevaluatedProperties` comes last. */
function visitProperties(visitor: SchemaVisitor, schema: SchemaObject, value: Names, at: SchemaVisit): Fault {
  const names = Object.keys(value);
  const known = new Set<string>();
  for (const [part, some] of propertiesOf(schema, names)) {
    const fault = apply(visitor, part, value, some, at);
    if (fault !== undefined) return fault;
    for (const name of some) known.add(name);
  }
  const { propertyNames } = schema;
  if (propertyNames !== undefined && names.some((name) => !isValidAt(visitor, propertyNames, name, at)))
    return { where: at.where, why: "property name must be valid" };
  const others = names.filter((name) => !known.has(name));
  const fault = apply(visitor, schema.additionalProperties, value, others, at);
  if (fault !== undefined) return fault;
  const left = names.filter((name) => !at.seen.has(name));
  return apply(visitor, schema.unevaluatedProperties, value, left, at);
}

/** The schemas for properties by name and by pattern, with the names of the value that they are for. */
function propertiesOf(schema: SchemaObject, names: readonly string[]): (readonly [Json, readonly string[]])[] {
  const { properties = {}, patternProperties = {} } = schema as { readonly [keyword: string]: Names };
  const byName = Object.entries(properties).map(
    ([name, part]) => [part, names.filter((each) => each === name)] as const,
  );
  const byPattern = Object.entries(patternProperties).map(
    ([pattern, part]) => [part, names.filter((name) => new RegExp(pattern, "u").test(name))] as const,
  );
  return [...byName, ...byPattern];
}

/** Applies a schema to parts of a value, which are looked at then. */
function apply(
  visitor: SchemaVisitor,
  schema: Json | undefined,
  value: readonly Json[] | Names,
  keys: readonly (string | number)[],
  at: SchemaVisit,
): Fault {
  if (schema === undefined) return undefined;
  for (const key of keys) {
    const inner = { ...at, where: `${at.where}/${key}`, seen: new Set<string | number>() };
    const fault = visitor.visit(schema, (value as Names)[key] as Json, inner);
    if (fault !== undefined) return fault;
    at.seen.add(key);
  }
  return undefined;
}
