import { z } from "zod";
import type { AnyFactory, Library } from "../piece/library.ts";
import type { Source, Transform } from "../piece/piece.ts";
import type { Json } from "../signal/json.ts";
import { advantageSchema, TERM_KEYS } from "./program-spec.ts";

type Schema = { readonly [key: string]: Json };

/** The schema of a program file over one library, for editors: every piece with its options, fields and inputs. */
export function programJsonSchema(library: Library): Schema {
  const terms = library.factories.filter(({ kind }) => kind === "source" || kind === "shaper" || kind === "combinator");
  const advantages = library.factories.filter(({ kind }) => kind === "advantage");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Guerdon reward program",
    type: "object",
    required: ["reward", "terms", "total"],
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      reward: { type: "string", minLength: 1, description: "Name of the reward." },
      description: { type: "string" },
      terms: {
        type: "object",
        description: "Named terms: a piece applied to fields and other terms, or an expression over terms.",
        propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" },
        additionalProperties: { anyOf: [EXPRESSION, ...terms.map((factory) => termSchemaOf(factory, library))] },
      },
      total: { ...EXPRESSION, description: "The reward: an expression over terms." },
      advantage: { anyOf: [nameSchema(advantages, library), ...advantages.map((f) => advantageSchemaOf(f, library))] },
    },
  };
}

const EXPRESSION: Schema = { type: "string", minLength: 1, description: "An expression over terms." };
/** What a field or an input may be: a template, an expression, or any JSON with templates in it. */
const SLOT: Schema = { description: "A template such as `{{ item.answer }}`, or an expression over terms." };

function namesOf(factories: readonly AnyFactory[], { presets }: Library): readonly string[] {
  const names = factories.flatMap((factory) => [factory.pieceName, factory.id]);
  return [...names, ...presets.filter(({ use }) => names.includes(use)).map(({ name }) => name)];
}

function nameSchema(factories: readonly AnyFactory[], library: Library): Schema {
  return { enum: namesOf(factories, library) };
}

function termSchemaOf(factory: AnyFactory, library: Library): Schema {
  const own = optionsSchema(factory.options);
  const slots = slotsOf(factory, own);
  const shared = optionsSchema(z.object(TERM_KEYS));
  return {
    type: "object",
    description: factory.summary,
    required: ["use"],
    properties: {
      ...(shared.properties as Schema),
      ...Object.fromEntries((slots ?? []).map((slot) => [slot, SLOT])),
      ...(own.properties as Schema),
      use: nameSchema([factory], library),
    },
    ...(slots === undefined ? {} : { additionalProperties: false }),
  };
}

function advantageSchemaOf(factory: AnyFactory, library: Library): Schema {
  return {
    type: "object",
    description: factory.summary,
    required: ["use"],
    additionalProperties: false,
    properties: {
      ...(optionsSchema(advantageSchema).properties as Schema),
      ...(optionsSchema(factory.options).properties as Schema),
      use: nameSchema([factory], library),
    },
  };
}

function optionsSchema(schema: z.ZodType): Schema {
  return { properties: {}, ...(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema) };
}

/** Names of a piece's fields or inputs; unknown when the piece cannot be built from its schema alone. */
function slotsOf(factory: AnyFactory, schema: Schema): readonly string[] | undefined {
  const properties = schema.properties as { readonly [name: string]: Schema };
  for (const names of [(schema.required ?? []) as readonly string[], Object.keys(properties)]) {
    try {
      const options = Object.fromEntries(names.map((name) => [name, exampleOf(properties[name] as Schema)]));
      const piece = factory(options) as Source | Transform;
      return piece.kind === "source" ? Object.keys(piece.fields) : piece.inputs.map(({ name }) => name);
    } catch {
      // These options do not go together; the next set may.
    }
  }
  return undefined;
}

function exampleOf(schema: Schema): Json {
  const [choice] = (schema.enum ?? schema.anyOf ?? schema.oneOf ?? []) as readonly Json[];
  if (choice !== undefined) return typeof choice === "object" ? exampleOf(choice as Schema) : choice;
  if (schema.type === "string") return "a";
  if (schema.type === "array") return [exampleOf((schema.items ?? { type: "string" }) as Schema)];
  return schema.type === "boolean" ? true : 1;
}
