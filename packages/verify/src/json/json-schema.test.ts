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

/** Where ajv (8.20, ajv-formats 3.0.1) decides otherwise than the suite; by file, the number of its tests. */
const DIFFERENCES: Readonly<Record<string, number>> = {
  // An own `__proto__` of the schema is not looked at.
  "draft7/properties": 1,
  "draft2020-12/properties": 1,
  // An empty `enum` is refused as a faulty schema.
  "draft2020-12/enum": 6,
  // Formats are regular expressions: hours without minutes, nine-digit seconds, quoted mail names, ports of letters, URN ids.
  "draft7/optional/format/date-time": 3,
  "draft7/optional/format/uri": 3,
  "draft2020-12/optional/format/date-time": 3,
  "draft2020-12/optional/format/email": 5,
  "draft2020-12/optional/format/uri": 3,
  "draft2020-12/optional/format/uuid": 1,
};

describe.skipIf(!existsSync(SUITE))("JSON Schema test suite, drafts 7 and 2020-12", () => {
  it("decides every test as the suite, no verdict for what the engine cannot follow, differences by name", async () => {
    const rows = gunzipSync(readFileSync(SUITE))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as SuiteRow);
    const counts = { same: 0, remote: 0, undecided: 0 };
    const off: Record<string, number> = {};
    for (const { draft, file, schema, tests } of rows) {
      // The documents at localhost:1234 are not among the data.
      const remote = JSON.stringify(schema).includes("localhost:1234") || file === "refRemote";
      for (const { data, valid } of tests) {
        if (remote) counts.remote += 1;
        else {
          const request = { schema, text: JSON.stringify(data), draft, formats: file.startsWith("optional/format") };
          const { kind } = await validateSchema(request);
          if (kind === "engine") counts.undecided += 1;
          else if (kind === (valid ? "valid" : "invalid")) counts.same += 1;
          else off[`${draft}/${file}`] = (off[`${draft}/${file}`] ?? 0) + 1;
        }
      }
    }
    expect(off).toEqual(DIFFERENCES);
    expect(counts).toMatchInlineSnapshot(`
      {
        "remote": 86,
        "same": 2661,
        "undecided": 124,
      }
    `);
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

  it("opens a fence, limits the length, gives no verdict on dynamic references", async () => {
    const fence = "```";
    const fenced = jsonSchema({ fenced: true, limitCharacters: 40 });
    const text = [`${fence}json\n{"n": 2}\n${fence}`, `{"n": ${"1".repeat(50)}}`];
    expect(await rows(fenced, withSchema(schema, text))).toEqual([
      [1],
      ["candidate", "Expected at most 40 characters, got 57."],
    ]);
    expect(await rows(jsonSchema(), withSchema({ $dynamicRef: "#a" }, ["1"]))).toEqual([
      ["engine", "Expected a schema that ajv follows to the letter, got `$dynamicRef`."],
    ]);
  });

  const columns = { text: ["{}", '{"n": 3}', "[", ""], schema: [schema, undefined, { type: "array" }, false] };
  for (const options of [{}, { fenced: true }]) {
    for (const law of lawsOf(jsonSchema, { options, columns, context: AWAITING }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
  }
});
