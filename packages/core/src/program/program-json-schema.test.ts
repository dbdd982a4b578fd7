import { describe, expect, it } from "vitest";
import { z } from "zod";
import { testLibrary } from "../engine/rollouts.test-support.ts";
import type { Json } from "../signal/index.ts";
import { programJsonSchema } from "./index.ts";

const schema = programJsonSchema(testLibrary);
const reader = z.fromJSONSchema(schema as never);

function accepts(spec: object): boolean {
  return reader.safeParse({ reward: "r", total: "a", ...spec }).success;
}

/** Names of the alternatives for a term that `use: name` chooses among. */
function termSchema(name: string): Record<string, Json> {
  const { terms } = schema.properties as unknown as {
    terms: { additionalProperties: { anyOf: Record<string, Json>[] } };
  };
  const found = terms.additionalProperties.anyOf.find(({ properties }) =>
    ((properties as { use?: { enum?: string[] } })?.use?.enum ?? []).includes(name),
  );
  return found as Record<string, Json>;
}

const EXACT = { use: "exact", expected: "{{ item.answer }}" };

describe("programJsonSchema", () => {
  it.each<readonly [string, object]>([
    ["an expression as term", { terms: { a: "1 + 2" } }],
    ["a source with its field", { terms: { a: EXACT } }],
    ["a field of any JSON", { terms: { a: { use: "exact", expected: ["{{ item.a }}", { b: 1 }] } } }],
    [
      "every key of terms",
      { terms: { a: { ...EXACT, when: "1 > 0", range: [0, 1], protects: ["a"], deadlineMs: 5 } } },
    ],
    ["a shaper with options", { terms: { a: { use: "clip", of: "b", min: 0 } } }],
    ["a shaper whose input has a default", { terms: { a: { use: "length-step", limit: 512 } } }],
    ["a piece by its id", { terms: { a: { ...EXACT, use: "source/exact@1" } } }],
    ["an advantage by preset", { terms: { a: EXACT }, advantage: "grpo/trl" }],
    ["an advantage with options", { terms: { a: EXACT }, advantage: { use: "gdpo", over: ["a"], weights: [1] } }],
    ["a reference to the schema", { $schema: "./program.schema.json", terms: { a: EXACT } }],
  ])("accepts %s", (_, spec) => {
    expect(accepts(spec)).toBe(true);
  });

  it.each<readonly [string, object]>([
    ["a misspelt option", { terms: { a: { use: "clip", of: "b", mim: 0 } } }],
    ["a misspelt field", { terms: { a: { use: "exact", expect: "x" } } }],
    ["an option of another type", { terms: { a: { use: "clip", of: "b", min: "0" } } }],
    ["a value an option does not have", { terms: { a: { use: "length-step", limit: 1, mode: "both" } } }],
    ["an unknown piece", { terms: { a: { use: "exat", expected: "x" } } }],
    ["an advantage as term", { terms: { a: { use: "grpo" } } }],
    ["a term as advantage", { terms: { a: EXACT }, advantage: "clip" }],
    ["an unknown advantage", { terms: { a: EXACT }, advantage: { use: "grpoo" } }],
    ["a misspelt option of the advantage", { terms: { a: EXACT }, advantage: { use: "grpo", epsilon: 1 } }],
    ["a number as term", { terms: { a: 5 } }],
    ["a name with a space", { terms: { "a b": "1" } }],
    ["a key the program does not have", { terms: { a: EXACT }, totals: "a" }],
    ["an empty total", { terms: { a: EXACT }, total: "" }],
    ["a range of one number", { terms: { a: { ...EXACT, range: [0] } } }],
  ])("rejects %s", (_, spec) => {
    expect(accepts(spec)).toBe(false);
  });

  it.each(["reward", "terms", "total"])("asks for `%s`", (key) => {
    const whole: Record<string, unknown> = { reward: "r", terms: { a: EXACT }, total: "a" };
    expect(reader.safeParse(whole).success).toBe(true);
    delete whole[key];
    expect(reader.safeParse(whole).success).toBe(false);
  });

  it("writes each piece with its options, slots and keys of terms", () => {
    expect(termSchema("clip")).toMatchInlineSnapshot(`
      {
        "additionalProperties": false,
        "description": "Keeps values between two bounds.",
        "properties": {
          "deadlineMs": {
            "description": "Wall-clock limit of the whole term, in milliseconds.",
            "exclusiveMinimum": 0,
            "type": "number",
          },
          "max": {
            "type": "number",
          },
          "min": {
            "type": "number",
          },
          "of": {
            "description": "A template such as \`{{ item.answer }}\`, or an expression over terms.",
          },
          "protects": {
            "anyOf": [
              {
                "type": "string",
              },
              {
                "items": {
                  "type": "string",
                },
                "type": "array",
              },
            ],
            "description": "Terms that this one must never outweigh in \`total\`.",
          },
          "range": {
            "description": "Smallest and largest value of the term.",
            "items": false,
            "maxItems": 2,
            "minItems": 2,
            "prefixItems": [
              {
                "type": "number",
              },
              {
                "type": "number",
              },
            ],
            "type": "array",
          },
          "use": {
            "enum": [
              "clip",
              "shaper/clip@1",
            ],
          },
          "when": {
            "description": "Runs the piece only on rollouts for which this expression over terms is positive.",
            "minLength": 1,
            "type": "string",
          },
        },
        "required": [
          "use",
        ],
        "type": "object",
      }
    `);
  });

  it("names every term piece and advantage of the library once", () => {
    const terms = testLibrary.factories.filter(({ kind }) => kind !== "advantage");
    expect(terms.map(({ pieceName }) => termSchema(pieceName).description)).toEqual(
      terms.map(({ summary }) => summary),
    );
  });

  it("is JSON", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
