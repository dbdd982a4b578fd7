import type { Json } from "@guerdon/core/signal";
import { parseStrict } from "./parse-strict.ts";

/** Versions of JSON Schema; `auto` reads `$schema` and takes the newest where it says nothing. */
export type SchemaDraft = "auto" | "draft7" | "draft2019-09" | "draft2020-12";

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

interface Validator {
  (value: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

interface Engine {
  compile(schema: unknown): Validator;
  removeSchema(schema: unknown): unknown;
}

type EngineClass = new (options: object) => Engine;

/**
 * What ajv 8.20 decides otherwise than the standard, as the conformance suite shows: no verdict is better than a wrong
 * one. Dynamic references, unevaluated items, unevaluated properties beside `if`.
 */
const BEYOND_ENGINE: readonly (readonly [what: string, parts: readonly string[]])[] = [
  ["$dynamicRef", ['"$dynamicRef":']],
  ["$recursiveRef", ['"$recursiveRef":']],
  ["unevaluatedItems", ['"unevaluatedItems":']],
  ["unevaluatedProperties beside if", ['"unevaluatedProperties":', '"if":']],
];

const CACHED = 200;
const engines = new Map<string, Engine>();
const validators = new Map<string, Validator>();

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

function draftOf(schema: Json): Exclude<SchemaDraft, "auto"> {
  const named =
    typeof schema === "object" && schema !== null && !Array.isArray(schema)
      ? (schema as { $schema?: Json }).$schema
      : undefined;
  if (typeof named !== "string") return "draft2020-12";
  if (named.includes("draft-07")) return "draft7";
  return named.includes("2019-09") ? "draft2019-09" : "draft2020-12";
}

const MODULES: { readonly [draft in Exclude<SchemaDraft, "auto">]: () => Promise<unknown> } = {
  draft7: () => import("ajv"),
  "draft2019-09": () => import("ajv/dist/2019.js"),
  "draft2020-12": () => import("ajv/dist/2020.js"),
};

async function compile(
  schema: Json,
  draft: Exclude<SchemaDraft, "auto">,
  formats: boolean,
): Promise<Validator | SchemaVerdict> {
  const key = `${draft} ${formats} ${JSON.stringify(schema)}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const beyond =
    draft === "draft7" ? undefined : BEYOND_ENGINE.find(([, parts]) => parts.every((part) => key.includes(part)));
  if (beyond !== undefined)
    return { kind: "engine", why: `Expected a schema that ajv follows to the letter, got \`${beyond[0]}\`.` };
  const shared = /"\$id":|"\$ref":"[^#]/u.test(key) ? undefined : `${draft} ${formats}`;
  const engine = (shared && engines.get(shared)) ?? (await newEngine(draft, formats));
  if (typeof engine === "string") return { kind: "engine", why: engine };
  try {
    const read = draft === "draft7" ? withoutSiblings(schema) : schema;
    const validator = engine.compile(read);
    if (typeof read === "object") engine.removeSchema(read);
    if (shared !== undefined) engines.set(shared, engine);
    if (validators.size >= CACHED) validators.clear();
    validators.set(key, validator);
    return validator;
  } catch (error) {
    if (shared !== undefined) engines.delete(shared);
    if (error instanceof RangeError)
      return { kind: "engine", why: "Expected a schema that can be compiled, got one that exhausts the stack." };
    return { kind: "schema", why: (error instanceof Error ? error.message : String(error)).slice(0, 300) };
  }
}

/** Keywords whose value maps names to schemas. */
const MAPS: readonly string[] = ["properties", "patternProperties", "definitions", "$defs", "dependencies"];

/** In draft 7 what stands beside `$ref` is not looked at. */
function withoutSiblings(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withoutSiblings);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, definitions } = schema as { readonly $ref?: Json; readonly definitions?: Json };
  if (typeof $ref === "string" && definitions === undefined) return { $ref };
  const kept = Object.entries(schema).filter(
    ([key]) => typeof $ref !== "string" || key === "$ref" || key === "definitions" || key === "$schema",
  );
  return Object.fromEntries(
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

/** A schema with names of its own gets a new engine, so that schemas with the same `$id` do not meet. */
async function newEngine(draft: Exclude<SchemaDraft, "auto">, formats: boolean): Promise<Engine | string> {
  try {
    const EngineOf = exported(await MODULES[draft]()) as EngineClass;
    const engine = new EngineOf({
      strict: false,
      validateFormats: formats,
      allowUnionTypes: true,
      ownProperties: true,
      logger: false,
    });
    if (formats) (exported(await import("ajv-formats")) as (engine: Engine) => void)(engine);
    return engine;
  } catch {
    return "Expected `ajv` and, for formats, `ajv-formats` to be installed. Run `npm install ajv ajv-formats`.";
  }
}

/** The default export, which CommonJS wraps once more. */
function exported(module: unknown): unknown {
  const outer = (module as { default?: unknown }).default;
  return typeof outer === "function" ? outer : (outer as { default?: unknown } | undefined)?.default;
}
