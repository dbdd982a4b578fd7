import { type CallResult, type Context, defineSource, type SourceFactory, type Task } from "@guerdon/core/piece";
import { type Json, type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "./json-text.ts";
import type { SchemaDraft, SchemaVerdict } from "./validate-schema.ts";

export interface JsonSchemaOptions {
  /** The draft of JSON Schema that is read; `auto` goes by `$schema`. */
  readonly draft: SchemaDraft;
  /** Whether `format` must hold; by the standard it only annotates. */
  readonly formats: boolean;
  /** Whether the JSON may stand in a code fence. */
  readonly fenced: boolean;
  /** Time of one validation, in milliseconds. */
  readonly deadlineMs: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type SchemaInput = { readonly [K in keyof JsonSchemaOptions]?: JsonSchemaOptions[K] | undefined };

const options: z.ZodType<JsonSchemaOptions, SchemaInput> = z.strictObject({
  draft: z.enum(["auto", "draft7", "draft2019-09", "draft2020-12"]).default("auto"),
  formats: z.boolean().default(false),
  fenced: z.boolean().default(false),
  deadlineMs: z.number().positive().default(1000),
  limitCharacters: z.int().positive().default(1_048_576),
});

const CHECK: Task = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./check-schema.ts" : "./check-schema.js", import.meta.url).href,
  export: "checkSchema",
};

/**
 * Scores 1 when the text is JSON that is valid against a JSON Schema, else 0.
 *
 * `schema` is a field: written out in the program for all rows, or `{{ item.schema }}`.
 * Drafts 7, 2019-09 and 2020-12, through `ajv` in a process that is killed at the deadline: a pattern may need
 * exponential time. References are never fetched. A faulty schema is a fault of the task.
 *
 * @kind source
 * @unit text, schema → 0 or 1
 *
 * ```ts doctest
 * import { jsonSchema } from "@guerdon/verify/json";
 * jsonSchema({ formats: true }).options.draft // => "auto"
 * ```
 */
export const jsonSchema: SourceFactory<typeof options> = defineSource({
  name: "json-schema",
  version: 1,
  summary: "1 when the text is JSON that is valid against a JSON Schema, else 0.",
  options,
  build: (set: JsonSchemaOptions) => ({
    needs: ["process"],
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      schema: { type: "json" },
    },
    range: UNIT,
    score: (columns, out, context) => {
      const rows: number[] = [];
      const requests: Json[] = [];
      for (let row = 0; row < out.length; row++) {
        const schema = columns.schema?.[row];
        const text = columns.text?.[row] as string;
        if (schema === undefined) out.fail(row, "task", "Expected `schema` to be a JSON Schema, got none.");
        else if (text.length > set.limitCharacters) {
          out.fail(row, "candidate", `Expected at most ${set.limitCharacters} characters, got ${text.length}.`);
        } else {
          rows.push(row);
          requests.push({
            schema,
            text: set.fenced ? jsonText(text) : text,
            draft: set.draft,
            formats: set.formats,
          });
        }
      }
      return rows.length === 0 ? undefined : validate(rows, requests, set.deadlineMs, out, context);
    },
  }),
});

async function validate(
  rows: readonly number[],
  requests: readonly Json[],
  deadlineMs: number,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const results = await context.call(CHECK, requests, { deadlineMs });
  rows.forEach((row, i) => {
    const result = results[i] as CallResult;
    if ("missing" in result) out.miss(row, result.missing);
    else settle(row, result.value as unknown as SchemaVerdict, out);
  });
}

function settle(row: number, verdict: SchemaVerdict, out: SignalBuilder): void {
  if (verdict.kind === "valid") out.set(row, 1);
  else if (verdict.kind === "invalid")
    out.set(row, 0, `${verdict.where === "" ? "" : `${verdict.where} `}${verdict.why}`);
  else if (verdict.kind === "schema") out.fail(row, "task", `Expected a valid schema: ${verdict.why}.`);
  else out.fail(row, "engine", verdict.why);
}
