import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { equalJson } from "./equal-json.ts";
import { jsonText } from "./json-text.ts";
import { parseStrict } from "./parse-strict.ts";
import { loadRepair, type Repaired, repairJson } from "./repair-json.ts";
import { valueAt } from "./value-at.ts";

export interface JsonOptions {
  /** `strict` takes valid JSON only, `repaired` also what can be mended: score the two as two terms. */
  readonly parse: "strict" | "repaired";
  /** Whether the JSON may stand in a code fence. */
  readonly fenced: boolean;
  /** What the value must be. */
  readonly root: "any" | "object" | "array";
  /** Dotted path that must exist, such as `items.0.name`; `expected` is compared with the value there. */
  readonly path?: string | undefined;
  /** Longer texts are not repaired: a failure of the candidate. */
  readonly limitCharacters: number;
}

type JsonInput = { readonly [K in keyof JsonOptions]?: JsonOptions[K] | undefined };

const options: z.ZodType<JsonOptions, JsonInput> = z.strictObject({
  parse: z.enum(["strict", "repaired"]).default("strict"),
  fenced: z.boolean().default(false),
  root: z.enum(["any", "object", "array"]).default("any"),
  path: z.string().min(1).optional(),
  limitCharacters: z.int().positive().default(32_768),
});

/**
 * Scores 1 when the text is JSON (of the right root, with the path, equal to `expected` where given), else 0.
 *
 * @kind source
 * @unit text, JSON → 0 or 1
 *
 * ```ts doctest
 * import { json } from "@guerdon/verify/json";
 * json({ parse: "repaired", fenced: true }).options.root // => "any"
 * ```
 */
export const json: SourceFactory<typeof options> = defineSource({
  name: "json",
  version: 1,
  summary: "1 when the text is JSON with the declared content, else 0.",
  options,
  build: (set: JsonOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      expected: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      const texts = columns.text as readonly string[];
      const expected = columns.expected ?? [];
      const judge = (i: number, parsed: Repaired): void => settle(out, i, parsed, { set, expected: expected[i] });
      if (set.parse === "repaired") {
        return loadRepair().then((repairer) => {
          each(texts, set, (i, text) => judge(i, repairJson(text, repairer, set.limitCharacters)));
        });
      }
      each(texts, set, (i, text) => judge(i, parseStrict(text) ?? NOT_JSON));
    },
  }),
});

const NOT_JSON: Repaired = { why: "the text is not valid JSON" };

function each(texts: readonly string[], { fenced }: JsonOptions, visit: (i: number, text: string) => void): void {
  for (let i = 0; i < texts.length; i++) visit(i, fenced ? jsonText(texts[i] as string) : (texts[i] as string));
}

interface Demand {
  readonly set: JsonOptions;
  readonly expected: Json | undefined;
}

function settle(out: SignalBuilder, i: number, parsed: Repaired, { set, expected }: Demand): void {
  if ("limit" in parsed) {
    out.fail(i, "candidate", `Expected JSON with ${parsed.limit}.`);
    return;
  }
  const why = "why" in parsed ? parsed.why : shortcoming(parsed.value, set, expected);
  if (why === undefined) out.set(i, 1);
  else out.set(i, 0, why);
}

/** What the value lacks, or undefined when it is as demanded. */
function shortcoming(value: Json, { root, path }: JsonOptions, expected: Json | undefined): string | undefined {
  const kind = Array.isArray(value) ? "array" : typeof value === "object" && value !== null ? "object" : "value";
  if (root !== "any" && kind !== root) return `the JSON is no ${root}`;
  const found = path === undefined ? value : valueAt(value, path);
  if (found === undefined) return `there is nothing at ${path}`;
  if (expected === undefined || equalJson(found, expected)) return undefined;
  return "the value differs from the expected one";
}
