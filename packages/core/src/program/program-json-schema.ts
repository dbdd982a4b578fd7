import { z } from "zod";
import type { AnyFactory, Library } from "../piece/library.ts";
import { type Advantage, type Source, TRANSFORM_KINDS, type Transform } from "../piece/piece.ts";
import type { Json } from "../signal/json.ts";
import { advantageSchema, TERM_KEYS } from "./program-spec.ts";

type Schema = { readonly [key: string]: Json };

/** The schema of a program file over one library, for editors: every piece with its options, fields and inputs. */
export function programJsonSchema(library: Library): Schema {
  const terms = library.factories.filter(({ kind }) => kind === "source" || TRANSFORM_KINDS.includes(kind));
  const credits = library.factories.filter(({ kind }) => kind === "credit");
  const advantages = library.factories.filter(({ kind }) => kind === "advantage");
  const advantage = [nameSchema(advantages, library), ...advantages.map((f) => advantageSchemaOf(f, library))];
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
      credit: {
        description: "Hands the total out to steps or tokens.",
        anyOf: [EXPRESSION, ...credits.map((factory) => termSchemaOf(factory, library))],
      },
      advantage: { anyOf: [...advantage, { type: "array", minItems: 1, items: { anyOf: advantage } }] },
    },
    $defs: definitionsOf(library),
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
  const own = optionsSchema(factory.options, factory.pieceName);
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
  const own = optionsSchema(factory.options, factory.pieceName);
  const slots = slotsOf(factory, own);
  return {
    type: "object",
    description: factory.summary,
    required: ["use"],
    properties: {
      ...(optionsSchema(advantageSchema).properties as Schema),
      ...Object.fromEntries((slots ?? []).map((slot) => [slot, SLOT])),
      ...(own.properties as Schema),
      use: nameSchema([factory], library),
    },
    ...(slots === undefined ? {} : { additionalProperties: false }),
  };
}

function optionsSchema(schema: z.ZodType, owner = ""): Schema {
  const { $defs: _, ...own } = jsonSchemaOf(schema, owner);
  return { properties: {}, ...own };
}

/** What the options of all pieces refer to: a schema has one place for definitions, so each bears its owner's name. */
function definitionsOf({ factories }: Library): Schema {
  const own = factories.flatMap(({ options, pieceName }) =>
    Object.entries((jsonSchemaOf(options, pieceName).$defs ?? {}) as Schema).map(
      ([name, definition]) => [`${pieceName}.${name}`, definition] as const,
    ),
  );
  return Object.fromEntries(own);
}

function jsonSchemaOf(schema: z.ZodType, owner: string): Schema {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  return JSON.parse(text.replaceAll('"#/$defs/', `"#/$defs/${owner}.`)) as Schema;
}

/** Names of a piece's fields or inputs under any of its settings; unknown when it cannot be built from its schema alone. */
function slotsOf(factory: AnyFactory, schema: Schema): readonly string[] | undefined {
  const properties = schema.properties as { readonly [name: string]: Schema };
  const required = (schema.required ?? []) as readonly string[];
  const plain = Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] as Schema)]));
  const whole = Object.fromEntries(Object.entries(properties).map(([name, own]) => [name, exampleOf(own)]));
  const varied = Object.entries(properties).flatMap(([name, own]) =>
    choicesOf(own).map((value) => ({ ...plain, [name]: value })),
  );
  const found = [plain, whole, ...varied].flatMap((options) => slotsWith(factory, options) ?? []);
  return found.length === 0 && slotsWith(factory, plain) === undefined ? undefined : [...new Set(found)];
}

/** The slots under one set of options; nothing when these do not go together. */
function slotsWith(factory: AnyFactory, options: { readonly [name: string]: Json }): readonly string[] | undefined {
  try {
    const piece = factory(options) as Source | Transform | Advantage;
    return piece.kind === "source" ? Object.keys(piece.fields) : (piece.inputs ?? []).map(({ name }) => name);
  } catch {
    return undefined;
  }
}

/** The few values a setting can have, where it has few. */
function choicesOf({ enum: choices, type }: Schema): readonly Json[] {
  if (Array.isArray(choices)) return choices;
  return type === "boolean" ? [true, false] : [];
}

function exampleOf(schema: Schema): Json {
  const [choice] = (schema.enum ?? schema.anyOf ?? schema.oneOf ?? []) as readonly Json[];
  if (choice !== undefined) return typeof choice === "object" ? exampleOf(choice as Schema) : choice;
  if (schema.type === "string") return "a";
  if (schema.type === "array") return [exampleOf((schema.items ?? { type: "string" }) as Schema)];
  return schema.type === "boolean" ? true : 1;
}
