import type { Json } from "@guerdon/core/signal";

/** A schema that is an object: what keywords are looked for in. */
export type SchemaObject = { readonly [keyword: string]: Json };

/** A schema with a URI of its own, and the names it gives to places in it. */
export interface SchemaResource {
  readonly root: Json;
  readonly base: string;
  readonly anchors: Map<string, Json>;
  readonly dynamicAnchors: Map<string, Json>;
}

/** What a reference points at: a schema and the resource it is in; `name` when it was said by a name. */
export interface SchemaTarget {
  readonly schema: Json;
  readonly resource: SchemaResource;
  readonly name?: string | undefined;
}

const [ONE, LIST, MAP] = ["one", "list", "map"];
/** Where schemas are in a schema (draft 2020-12, Core, section 10). */
const APPLICATORS = new Map<string, string>([
  ...["items", "additionalProperties", "contains", "not", "if", "then", "else", "propertyNames"].map(
    (keyword): [string, string] => [keyword, ONE as string],
  ),
  ...["unevaluatedItems", "unevaluatedProperties", "contentSchema"].map((keyword): [string, string] => [
    keyword,
    ONE as string,
  ]),
  ...["allOf", "anyOf", "oneOf", "prefixItems"].map((keyword): [string, string] => [keyword, LIST as string]),
  ...["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"].map(
    (keyword): [string, string] => [keyword, MAP as string],
  ),
]);

const UNNAMED = "schema://unnamed/";

/** All resources of a schema of draft 2020-12, by URI; references are followed inside it alone. */
export class SchemaResources {
  readonly root: SchemaResource;
  readonly #byBase = new Map<string, SchemaResource>();
  readonly #homes = new Map<Json, SchemaResource>();

  constructor(schema: Json) {
    this.root = { root: schema, base: UNNAMED, anchors: new Map(), dynamicAnchors: new Map() };
    this.#byBase.set(UNNAMED, this.root);
    const first = this.#enter(schema, this.root);
    if (first !== this.root) this.root = first;
  }

  /** The resource that a schema begins or is in. */
  homeOf(schema: Json, outer: SchemaResource): SchemaResource {
    return this.#homes.get(schema) ?? outer;
  }

  /** What a reference in a resource points at; nothing when that is not in this schema. */
  find(reference: string, from: SchemaResource): SchemaTarget | undefined {
    const [path = "", fragment = ""] = absolute(reference, from.base).split("#");
    const resource = this.#byBase.get(path);
    if (resource === undefined) return undefined;
    const place = decoded(fragment);
    if (place === "") return { schema: resource.root, resource };
    if (place.startsWith("/")) return this.#pointed(place, resource);
    const schema = resource.anchors.get(place);
    return schema === undefined ? undefined : { schema, resource: this.homeOf(schema, resource), name: place };
  }

  #pointed(pointer: string, resource: SchemaResource): SchemaTarget | undefined {
    let schema: Json | undefined = resource.root;
    let home = resource;
    for (const part of pointer.slice(1).split("/")) {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      if (typeof schema !== "object" || schema === null || !Object.hasOwn(schema, key)) return undefined;
      schema = (schema as SchemaObject)[key];
      if (schema === undefined) return undefined;
      home = this.homeOf(schema, home);
    }
    return { schema, resource: home };
  }

  #enter(schema: Json, outer: SchemaResource): SchemaResource {
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return outer;
    const object = schema as SchemaObject;
    let home = outer;
    if (typeof object.$id === "string") {
      const base = absolute(object.$id, outer.base).replace(/#$/u, "");
      home = { root: schema, base, anchors: new Map(), dynamicAnchors: new Map() };
      this.#byBase.set(base, home);
    }
    this.#homes.set(schema, home);
    if (typeof object.$anchor === "string") home.anchors.set(object.$anchor, schema);
    if (typeof object.$dynamicAnchor === "string") {
      home.anchors.set(object.$dynamicAnchor, schema);
      home.dynamicAnchors.set(object.$dynamicAnchor, schema);
    }
    for (const [keyword, value] of Object.entries(object)) {
      for (const inner of schemasIn(APPLICATORS.get(keyword), value)) this.#enter(inner, home);
    }
    return home;
  }
}

function schemasIn(kind: string | undefined, value: Json): readonly Json[] {
  if (kind === undefined || typeof value !== "object" || value === null) return [];
  if (kind === ONE) return [value];
  return kind === LIST ? (value as readonly Json[]) : Object.values(value);
}

function absolute(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    // A URN is no base of a relative reference, but its fragments are its own.
    return reference.startsWith("#") ? base + reference : reference;
  }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
