import type { Json } from "@guerdon/core/signal";
import type { SchemaResource } from "./schema-resources.ts";

/** Why a value is invalid, and where in it. */
export interface SchemaFault {
  readonly where: string;
  readonly why: string;
}

/** A place in a value, the resources that led to it, and what was looked at there: names of an object, places of a list. */
export interface SchemaVisit {
  readonly where: string;
  readonly scope: readonly SchemaResource[];
  readonly seen: Set<string | number>;
}

/** Goes through a schema with a value. */
export interface SchemaVisitor {
  /** Why a value is invalid; what was looked at is added when it is valid. */
  visit(schema: Json, value: Json, at: SchemaVisit): SchemaFault | undefined;
}

/** Whether a value is valid, without saying what was looked at. */
export function isValidAt(visitor: SchemaVisitor, schema: Json, value: Json, at: SchemaVisit): boolean {
  return visitor.visit(schema, value, { ...at, seen: new Set() }) === undefined;
}
