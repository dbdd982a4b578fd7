import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { FieldColumns, Source } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { AWAITING } from "./awaiting-context.test-support.ts";
import { jsonSchema } from "./json-schema.ts";
import { type SchemaDraft, validateSchema } from "./validate-schema.ts";

const SUITE = new URL("../../../../../shared/data/metrics/json_schema_suite.jsonl.gz", import.meta.url);

interface SuiteRow {
  readonly draft: SchemaDraft;
  readonly file: string;
  readonly description: string;
  readonly schema: never;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

describe.skipIf(!existsSync(SUITE))("JSON Schema test suite, drafts 7 and 2020-12", () => {
  it("decides every test as the suite, but for those whose documents are not among the data", async () => {
    const rows = gunzipSync(readFileSync(SUITE))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as SuiteRow);
    const off: unknown[] = [];
    const elsewhere: Record<string, number> = {};
    let same = 0;
    for (const { draft, file, description, schema, tests } of rows) {
      // Documents of a server that the suite brings itself.
      const remote = JSON.stringify(schema).includes("localhost:1234") || file === "refRemote";
      for (const { data, valid, description: test } of tests) {
        const request = { schema, text: JSON.stringify(data), draft, formats: file.startsWith("optional/format") };
        const { kind } = await validateSchema(request);
        if (kind === (valid ? "valid" : "invalid")) same += 1;
        else if (remote && kind === "schema") elsewhere[`${draft}/${file}`] = (elsewhere[`${draft}/${file}`] ?? 0) + 1;
        else off.push([draft, file, description, test, kind]);
      }
    }
    expect(off).toEqual([]);
    expect(same).toBe(2825);
    expect(elsewhere).toEqual({
      "draft7/refRemote": 23,
      "draft2020-12/refRemote": 31,
      "draft2020-12/dynamicRef": 13,
      "draft2020-12/vocabulary": 5,
    });
  }, 120_000);
});

const rows = (source: Source, columns: FieldColumns) => scoreRows(source, columns, AWAITING);
const values = async (source: Source, columns: FieldColumns) => (await rows(source, columns)).map(([value]) => value);
const withSchema = (schema: Json, text: readonly string[]): FieldColumns => ({ text, schema: text.map(() => schema) });

describe("json-schema", () => {
  const schema = { type: "object", properties: { n: { type: "integer", minimum: 1 } }, required: ["n"] };

  it("scores valid JSON 1, says where the rest is wrong", async () => {
    expect(await rows(jsonSchema(), withSchema(schema, ['{"n": 1}', '{"n": 0}', "{}", "{n: 1}"]))).toEqual([
      [1],
      [0, "/n must be >= 1"],
      [0, "must have required property 'n'"],
      [0, "the text is not valid JSON"],
    ]);
  });

  it("takes the schema of the row, and blames the task for one that is missing or faulty", async () => {
    const text = ["5", "5", "5"];
    expect(await rows(jsonSchema(), { text, schema: [{ type: "string" }, undefined, { type: "number?" }] })).toEqual([
      [0, "must be string"],
      ["task", "Expected `schema` to be a JSON Schema, got none."],
      ["task", expect.stringContaining("Expected a valid schema: schema is invalid")],
    ]);
  });

  it("reads the draft from $schema: siblings of $ref count from 2019-09 on", async () => {
    const siblings = (draft: string) => ({
      $schema: draft,
      $ref: "#/definitions/a",
      maxItems: 1,
      definitions: { a: { type: "array" } },
    });
    const schema = [
      siblings("http://json-schema.org/draft-07/schema#"),
      siblings("https://json-schema.org/draft/2020-12/schema"),
    ];
    expect(await values(jsonSchema(), { text: ["[1, 2]", "[1, 2]"], schema })).toEqual([1, 0]);
  });

  it("checks formats on demand alone", async () => {
    const dated = { type: "string", format: "date" };
    const text = ['"2024-02-30"', '"2024-02-29"'];
    expect(await values(jsonSchema(), withSchema(dated, text))).toEqual([1, 1]);
    expect(await values(jsonSchema({ formats: true }), withSchema(dated, text))).toEqual([0, 1]);
  });

  it("opens a fence, limits the length, gives no verdict on what it cannot follow", async () => {
    const fence = "```";
    const fenced = jsonSchema({ fenced: true, limitCharacters: 40 });
    const text = [`${fence}json\n{"n": 2}\n${fence}`, `{"n": ${"1".repeat(50)}}`];
    expect(await rows(fenced, withSchema(schema, text))).toEqual([
      [1],
      ["candidate", "Expected at most 40 characters, got 57."],
    ]);
    const older = { $schema: "https://json-schema.org/draft/2019-09/schema", $recursiveRef: "#" };
    expect(await rows(jsonSchema(), withSchema(older, ["1"]))).toEqual([
      ["engine", "Expected a schema that ajv follows to the letter, got `$recursiveRef`."],
    ]);
    expect(await rows(jsonSchema(), withSchema({ $dynamicRef: "#a" }, ["1"]))).toEqual([
      ["task", "Expected a valid schema: can't resolve reference #a."],
    ]);
  });

  it("follows a dynamic reference to the outermost schema, and says where what is unevaluated stands", async () => {
    const tree = {
      $id: "https://example.com/tree",
      $dynamicAnchor: "node",
      type: "object",
      properties: { data: true, children: { type: "array", items: { $dynamicRef: "#node" } } },
    };
    const strict = {
      $id: "https://example.com/strict",
      $dynamicAnchor: "node",
      $ref: "tree",
      unevaluatedProperties: false,
      $defs: { tree },
    };
    const text = ['{"children": [{"data": 1}]}', '{"children": [{"daat": 1}]}', '{"children": [1]}'];
    expect(await rows(jsonSchema(), withSchema(strict, text))).toEqual([
      [1],
      [0, "/children/0/daat must not be there"],
      [0, "/children/0 must be object"],
    ]);
    expect(await values(jsonSchema(), withSchema(tree, text))).toEqual([1, 1, 0]);
    const list = { prefixItems: [{ type: "integer" }], contains: { type: "string" }, unevaluatedItems: false };
    expect(await rows(jsonSchema(), withSchema(list, ['[1, "a", "b"]', '[1, "a", true]', "[1]"]))).toEqual([
      [1],
      [0, "/2 must not be there"],
      [0, "must contain at least 1 and at most Infinity valid items"],
    ]);
    expect(await values(jsonSchema(), withSchema({ $ref: "#", unevaluatedItems: false }, ["1"]))).toEqual(["engine"]);
  });

  const columns = { text: ["{}", '{"n": 3}', "[", ""], schema: [schema, undefined, { type: "array" }, false] };
  for (const options of [{}, { fenced: true }]) {
    for (const law of lawsOf(jsonSchema, { options, columns, context: AWAITING }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
  }
});
