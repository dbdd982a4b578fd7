import type { Json } from "@guerdon/core/signal";
import { type Assert, interpretSchema, OutsideReference } from "./interpret-schema.ts";
import { parseStrict } from "./parse-strict.ts";
import { type KnownDraft, newEngine, type SchemaCheck, type SchemaEngine } from "./schema-engine.ts";
import { withoutSiblings } from "./without-siblings.ts";

/** Versions of JSON Schema; `auto` reads `$schema` and takes the newest where it says nothing. */
export type SchemaDraft = "auto" | KnownDraft;

export interface SchemaRequest {
  readonly schema: Json;
  /** The JSON text to validate. */
  readonly text: string;
  readonly draft?: SchemaDraft;
  /** Whether `format` must hold; by the standard it only annotates. */
  readonly formats?: boolean;
}

/** What came of a validation. `schema` and `engine`: no verdict, for the schema or the installation is at fault. */
export type SchemaVerdict =
  | { readonly kind: "valid" }
  | { readonly kind: "invalid"; readonly where: string; readonly why: string }
  | { readonly kind: "schema" | "engine"; readonly why: string };

/**
 * What ajv 8.20 decides otherwise than the standard, as the conformance suite shows: dynamic references, unevaluated
 * items, unevaluated properties beside `if`, an empty enumeration, a property `__proto__`. Schemas of draft 2020-12 are
 * interpreted instead; for others no verdict is better than a wrong one.
 */
const BEYOND_ENGINE: readonly (readonly [what: string, parts: readonly string[]])[] = [
  ["$dynamicRef", ['"$dynamicRef":']],
  ["$recursiveRef", ['"$recursiveRef":']],
  ["unevaluatedItems", ['"unevaluatedItems":']],
  ["unevaluatedProperties beside if", ['"unevaluatedProperties":', '"if":']],
  ["an empty enum", ['"enum":[]']],
  ["a property __proto__", ['"__proto__":']],
];

const EXHAUSTED: SchemaVerdict = {
  kind: "engine",
  why: "Expected a schema that can be compiled, got one that exhausts the stack.",
};

const CACHED = 200;
const engines = new Map<string, SchemaEngine>();
const validators = new Map<string, SchemaCheck>();

/**
 * Validates a JSON text against a schema with ajv: a task for a killable process, for patterns can take forever.
 *
 * Compiled validators are kept. References to documents that are not in the schema are never fetched.
 */
export async function validateSchema(request: SchemaRequest & Json): Promise<SchemaVerdict & Json> {
  return (await verdict(request)) as SchemaVerdict & Json;
}

async function verdict({ schema, text, draft = "auto", formats = false }: SchemaRequest): Promise<SchemaVerdict> {
  const parsed = parseStrict(text);
  if (parsed === undefined) return { kind: "invalid", where: "", why: "the text is not valid JSON" };
  const compiled = await compile(schema, draft === "auto" ? draftOf(schema) : draft, formats);
  if (typeof compiled !== "function") return compiled;
  try {
    if (compiled(parsed.value)) return { kind: "valid" };
  } catch (error) {
    if (error instanceof OutsideReference || error instanceof SyntaxError)
      return { kind: "schema", why: error.message.slice(0, 300) };
    if (!(error instanceof RangeError)) throw error;
    return { kind: "engine", why: "Expected a value that can be validated, got one that exhausts the stack." };
  }
  const error = compiled.errors?.[0];
  return {
    kind: "invalid",
    where: (error?.instancePath ?? "").slice(0, 100),
    why: (error?.message ?? "the value is invalid").slice(0, 200),
  };
}

function draftOf(schema: Json): KnownDraft {
  const named =
    typeof schema === "object" && schema !== null && !Array.isArray(schema)
      ? (schema as { $schema?: Json }).$schema
      : undefined;
  if (typeof named !== "string") return "draft2020-12";
  if (named.includes("draft-07")) return "draft7";
  return named.includes("2019-09") ? "draft2019-09" : "draft2020-12";
}

async function compile(schema: Json, draft: KnownDraft, formats: boolean): Promise<SchemaCheck | SchemaVerdict> {
  const key = `${draft} ${formats} ${JSON.stringify(schema)}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const beyond =
    draft === "draft7" ? undefined : BEYOND_ENGINE.find(([, parts]) => parts.every((part) => key.includes(part)));
  if (beyond !== undefined && draft === "draft2019-09")
    return { kind: "engine", why: `Expected a schema that ajv follows to the letter, got \`${beyond[0]}\`.` };
  if (beyond !== undefined) return kept(key, await interpreted(schema, formats));
  const shared = /"\$id":|"\$ref":"[^#]/u.test(key) ? undefined : `${draft} ${formats}`;
  const engine = (shared && engines.get(shared)) ?? (await newEngine(draft, formats));
  if (typeof engine === "string") return { kind: "engine", why: engine };
  try {
    const read = draft === "draft7" ? withoutSiblings(schema) : schema;
    const validator = engine.compile(read);
    if (typeof read === "object") engine.removeSchema(read);
    if (shared !== undefined) engines.set(shared, engine);
    return kept(key, validator);
  } catch (error) {
    if (shared !== undefined) engines.delete(shared);
    // The compiler does not end with a reference into an embedded resource that has one itself.
    if (error instanceof RangeError && draft === "draft2020-12") return kept(key, await interpreted(schema, formats));
    if (error instanceof RangeError) return EXHAUSTED;
    return { kind: "schema", why: (error instanceof Error ? error.message : String(error)).slice(0, 300) };
  }
}

function kept(key: string, validator: SchemaCheck | SchemaVerdict): SchemaCheck | SchemaVerdict {
  if (typeof validator !== "function") return validator;
  if (validators.size >= CACHED) validators.clear();
  validators.set(key, validator);
  return validator;
}

/** A validator of draft 2020-12 that goes through the schema; its assertions are ajv's. */
async function interpreted(schema: Json, formats: boolean): Promise<SchemaCheck | SchemaVerdict> {
  const shared = `assertions ${formats}`;
  const engine = engines.get(shared) ?? (await newEngine("draft2020-12", formats));
  if (typeof engine === "string") return { kind: "engine", why: engine };
  engines.set(shared, engine);
  try {
    if (engine.validateSchema(schema) !== true)
      return { kind: "schema", why: `schema is invalid: ${engine.errors?.[0]?.message ?? ""}`.slice(0, 300) };
    const compiled = new Map<unknown, SchemaCheck>();
    const assert: Assert = (assertions, value) => {
      let check = compiled.get(assertions);
      if (check === undefined) {
        check = engine.compile(assertions);
        engine.removeSchema(assertions);
        compiled.set(assertions, check);
      }
      if (check(value)) return undefined;
      return { where: check.errors?.[0]?.instancePath ?? "", why: check.errors?.[0]?.message ?? "is invalid" };
    };
    const interpret = interpretSchema(schema, assert);
    const validator: SchemaCheck = (value) => {
      const fault = interpret(value as Json);
      validator.errors = fault === undefined ? null : [{ instancePath: fault.where, message: fault.why }];
      return fault === undefined;
    };
    return validator;
  } catch (error) {
    if (error instanceof RangeError) return EXHAUSTED;
    return { kind: "schema", why: (error instanceof Error ? error.message : String(error)).slice(0, 300) };
  }
}
