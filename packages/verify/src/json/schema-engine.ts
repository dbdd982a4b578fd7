import { STRICT_FORMATS } from "./strict-formats.ts";

/** Versions of JSON Schema that are told apart. */
export type KnownDraft = "draft7" | "draft2019-09" | "draft2020-12";

/** A compiled schema. */
export interface SchemaCheck {
  (value: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

/** What is used of ajv. */
export interface SchemaEngine {
  readonly errors?: SchemaCheck["errors"];
  compile(schema: unknown): SchemaCheck;
  validateSchema(schema: unknown): boolean | PromiseLike<unknown>;
  addFormat(name: string, check: (text: string) => boolean): unknown;
  removeSchema(schema: unknown): unknown;
}

type EngineClass = new (options: object) => SchemaEngine;

const MODULES: { readonly [draft in KnownDraft]: () => Promise<unknown> } = {
  draft7: () => import("ajv"),
  "draft2019-09": () => import("ajv/dist/2019.js"),
  "draft2020-12": () => import("ajv/dist/2020.js"),
};

/** A schema with names of its own gets a new engine, so that schemas with the same `$id` do not meet. */
export async function newEngine(draft: KnownDraft, formats: boolean): Promise<SchemaEngine | string> {
  try {
    const EngineOf = exported(await MODULES[draft]()) as EngineClass;
    const engine = new EngineOf({
      strict: false,
      validateFormats: formats,
      allowUnionTypes: true,
      ownProperties: true,
      logger: false,
    });
    if (formats) (exported(await import("ajv-formats")) as (engine: SchemaEngine) => void)(engine);
    if (formats) for (const [name, check] of Object.entries(STRICT_FORMATS)) engine.addFormat(name, check);
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
