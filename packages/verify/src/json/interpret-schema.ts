import type { Json } from "@guerdon/core/signal";
import { type SchemaObject, type SchemaResource, SchemaResources, type SchemaTarget } from "./schema-resources.ts";
import { isValidAt, type SchemaFault, type SchemaVisit, type SchemaVisitor } from "./schema-visitor.ts";
import { visitParts } from "./visit-parts.ts";

/** Says why a value breaks the assertions of a schema (`type`, `minimum`, …), if it does. */
export type Assert = (assertions: SchemaObject, value: Json) => SchemaFault | undefined;

/** A reference that leaves the schema. */
export class OutsideReference extends Error {}

const METASCHEMAS = "https://json-schema.org/";

/** Keywords that need no other schema; the rest is looked at here. */
const ASSERTIONS: readonly string[] = [
  ...["type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"],
  ...["maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties"],
  ...["required", "dependentRequired", "format"],
];

/**
 * Validates by going through a schema of draft 2020-12 with the value, keeping what was looked at: for what a compiler
 * cannot know beforehand (dynamic references, unevaluated parts).
 *
 * @param assert decides the assertions, which look at no other schema
 * @returns takes a value and says why it is invalid, or nothing; it throws an OutsideReference when it comes to a
 *   reference that leaves the schema
 */
export function interpretSchema(schema: Json, assert: Assert): (value: Json) => SchemaFault | undefined {
  const interpreter = new Interpreter(schema, assert);
  return (value) => interpreter.visit(schema, value, { where: "", scope: [interpreter.root], seen: new Set() });
}

class Interpreter implements SchemaVisitor {
  readonly #assert: Assert;
  readonly #resources: SchemaResources;
  readonly #assertions = new Map<SchemaObject, SchemaObject | undefined>();
  readonly #known = new Map<string, SchemaObject>();

  constructor(schema: Json, assert: Assert) {
    this.#assert = assert;
    this.#resources = new SchemaResources(schema);
  }

  get root(): SchemaResource {
    return this.#resources.root;
  }

  // What the neighbours of a schema saw it does not see.
  visit(schema: Json, value: Json, { where, scope, seen }: SchemaVisit): SchemaFault | undefined {
    if (schema === false) return { where, why: "must not be there" };
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return undefined;
    const object = schema as SchemaObject;
    const last = scope.at(-1) as SchemaResource;
    const home = this.#resources.homeOf(schema, last);
    const at: SchemaVisit = { where, scope: home === last ? scope : [...scope, home], seen: new Set() };
    const fault =
      this.#asserted(object, value, where) ??
      this.#referred(object, value, at) ??
      this.#combined(object, value, at) ??
      this.#conditional(object, value, at) ??
      visitParts(this, object, value, at);
    if (fault === undefined) for (const part of at.seen) seen.add(part);
    return fault;
  }

  #asserted(object: SchemaObject, value: Json, where: string): SchemaFault | undefined {
    if (!this.#assertions.has(object)) {
      const kept = Object.entries(object).filter(([keyword]) => ASSERTIONS.includes(keyword));
      this.#assertions.set(object, kept.length === 0 ? undefined : Object.fromEntries(kept));
    }
    const own = this.#assertions.get(object);
    if (own === undefined) return undefined;
    // An enumeration of nothing, which no value is in.
    if (Array.isArray(own.enum) && own.enum.length === 0) return { where, why: "must be one of no values" };
    const fault = this.#assert(own, value);
    return fault === undefined ? undefined : { where: where + fault.where, why: fault.why };
  }

  #referred({ $ref, $dynamicRef }: SchemaObject, value: Json, at: SchemaVisit): SchemaFault | undefined {
    for (const reference of [$ref, $dynamicRef]) {
      if (typeof reference !== "string") continue;
      const found = this.#resources.find(reference, at.scope.at(-1) as SchemaResource);
      if (found === undefined && !reference.startsWith(METASCHEMAS))
        throw new OutsideReference(`can't resolve reference ${reference}`);
      if (found === undefined) return this.#assert(this.#outside(reference), value);
      const { schema, resource } = reference === $dynamicRef ? outermost(found, at) : found;
      const scope = at.scope.at(-1) === resource ? at.scope : [...at.scope, resource];
      const fault = this.visit(schema, value, { ...at, scope });
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  /** A schema that is a reference to one that everybody knows. */
  #outside(reference: string): SchemaObject {
    const known = this.#known.get(reference) ?? { $ref: reference };
    this.#known.set(reference, known);
    return known;
  }

  #combined(object: SchemaObject, value: Json, at: SchemaVisit): SchemaFault | undefined {
    const { allOf, anyOf, oneOf, not } = object as { readonly [keyword: string]: readonly Json[] & Json };
    for (const part of allOf ?? []) {
      const fault = this.visit(part, value, at);
      if (fault !== undefined) return fault;
    }
    const count = (parts: readonly Json[]): number =>
      parts.filter((part) => this.visit(part, value, at) === undefined).length;
    const { where } = at;
    if (anyOf !== undefined && count(anyOf) === 0) return { where, why: "must match a schema in anyOf" };
    if (oneOf !== undefined && count(oneOf) !== 1) return { where, why: "must match exactly one schema in oneOf" };
    if (not !== undefined && isValidAt(this, not, value, at)) return { where, why: "must NOT be valid" };
    return undefined;
  }

  #conditional(object: SchemaObject, value: Json, at: SchemaVisit): SchemaFault | undefined {
    const { if: condition, then, else: otherwise, dependentSchemas = {} } = object;
    const chosen =
      condition === undefined ? undefined : this.visit(condition, value, at) === undefined ? then : otherwise;
    const fault = chosen === undefined ? undefined : this.visit(chosen, value, at);
    if (fault !== undefined || typeof value !== "object" || value === null || Array.isArray(value)) return fault;
    for (const [name, part] of Object.entries(dependentSchemas as SchemaObject)) {
      const wrong = Object.hasOwn(value, name) ? this.visit(part, value, at) : undefined;
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
}

/** Where a dynamic reference leads: to the same name in the outermost resource that was gone through. */
function outermost(found: SchemaTarget, { scope }: SchemaVisit): SchemaTarget {
  const { schema, resource, name } = found;
  if (name === undefined || resource.dynamicAnchors.get(name) !== schema) return found;
  const outer = scope.find((one) => one.dynamicAnchors.has(name)) ?? resource;
  return { schema: outer.dynamicAnchors.get(name) as Json, resource: outer };
}
