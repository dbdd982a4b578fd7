import type { Json } from "@guerdon/core/signal";

/** A number in [0, 1). */
export type Draw = () => number;

interface Schema {
  readonly [key: string]: unknown;
}

const TEXTS = [
  "",
  "4",
  "A: 4",
  "<think>x</think>",
  "../../etc/passwd",
  "\u0000",
  "\ud800",
  "é😀",
  "{{ item.answer }}",
  "__proto__",
  "x".repeat(300),
];
const ODD: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -0.5,
  2 ** 53,
  "",
  [],
  {},
  [[]],
  { __proto__: 1, constructor: 2 } as unknown as Json,
];

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[Math.floor(draw() * list.length)] as T;
}

/** A value a JSON Schema accepts, more or less. */
export function schemaValue(schema: Schema, draw: Draw, depth = 0): Json {
  const any = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (any !== undefined) return schemaValue(pick(draw, any), draw, depth);
  if (Array.isArray(schema.allOf)) return schemaValue(Object.assign({}, ...schema.allOf), draw, depth);
  if (schema.const !== undefined) return schema.const as Json;
  if (Array.isArray(schema.enum)) return pick(draw, schema.enum as Json[]);
  const type = Array.isArray(schema.type) ? pick(draw, schema.type) : schema.type;
  if (type === "object") return objectOf(schema, draw, depth);
  if (type === "array") return listOf(schema, draw, depth);
  if (type === "string") return pick(draw, TEXTS);
  if (type === "integer") return Math.floor(draw() * 5);
  if (type === "number") return draw() < 0.5 ? Math.floor(draw() * 5) : draw() * 10;
  if (type === "boolean") return draw() < 0.5;
  if (type === "null") return null;
  return depth > 4 || draw() < 0.6
    ? pick(draw, [...ODD, ...TEXTS])
    : { answer: pick(draw, TEXTS), more: [1, { deep: null }] };
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema, draw: Draw, depth: number): Json {
  const value: { [key: string]: Json } = {};
  for (const [key, schema] of Object.entries(properties as { [key: string]: Schema })) {
    if ((required as string[]).includes(key) || draw() < 0.5) value[key] = schemaValue(schema, draw, depth + 1);
  }
  if (typeof additionalProperties === "object" && additionalProperties !== null) {
    for (let i = 0; i < draw() * 3; i++)
      value[pick(draw, TEXTS)] = schemaValue(additionalProperties as Schema, draw, depth + 1);
  }
  return value;
}

function listOf({ items = {}, prefixItems }: Schema, draw: Draw, depth: number): Json {
  if (Array.isArray(prefixItems)) return prefixItems.map((item) => schemaValue(item as Schema, draw, depth + 1));
  const length = depth > 6 ? 0 : Math.floor(draw() * 4);
  return Array.from({ length }, () => schemaValue(items as Schema, draw, depth + 1));
}

/** A value with something changed in it: another type, a key too many, a key that is gone. */
export function mutated(value: Json, draw: Draw): Json {
  if (typeof value !== "object" || value === null || draw() < 0.2) return pick(draw, ODD);
  if (Array.isArray(value)) {
    const at = Math.floor(draw() * (value.length + 1));
    return at === value.length
      ? [...value, pick(draw, ODD)]
      : value.map((entry, i) => (i === at ? mutated(entry, draw) : entry));
  }
  const entries = Object.entries(value as { readonly [key: string]: Json });
  const at = Math.floor(draw() * (entries.length + 1));
  const changed = entries.flatMap(([key, entry], i): [string, Json][] => {
    if (i !== at) return [[key, entry]];
    return draw() < 0.3 ? [] : [[key, mutated(entry, draw)]];
  });
  return Object.fromEntries(at === entries.length ? [...changed, ["unknown", 1]] : changed);
}

/** Bytes with some of them changed, left out or put twice. */
export function damaged(text: string, draw: Draw): Buffer {
  const bytes = [...Buffer.from(text)];
  for (let i = 0; i < 1 + draw() * 3; i++) {
    const at = Math.floor(draw() * bytes.length);
    bytes.splice(at, Math.floor(draw() * 2), ...(draw() < 0.7 ? [Math.floor(draw() * 256)] : []));
  }
  return Buffer.from(bytes);
}
