import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type ExtractOptions, extractNumber } from "./extract-number.ts";
import { type Quantity, sameNumber, type Tolerance } from "./same-number.ts";

export interface NumberOptions extends Required<ExtractOptions>, Tolerance {}

type NumberInput = { readonly [K in keyof NumberOptions]?: NumberOptions[K] | undefined };

const options: z.ZodType<NumberOptions, NumberInput> = z.strictObject({
  from: z.enum(["auto", "json", "marker", "last", "first"]).default("auto"),
  key: z.string().min(1).default("answer"),
  absolute: z.number().min(0).default(0),
  relative: z.number().min(0).max(1).default(1e-9),
});

/**
 * Scores 1 when the number the text commits to is the expected one, else 0.
 *
 *   out_i = [|x_i − expected_i| ≤ absolute + relative · |expected_i|]
 *
 * `expected` is a number or a text that states one ("1,250", "… #### 18").
 *
 * @kind source
 * @unit text, number → 0 or 1
 *
 * ```ts doctest
 * import { number } from "@guerdon/verify/number";
 * number({ absolute: 0.01 }).options.from // => "auto"
 * ```
 */
export const number: SourceFactory<typeof options> = defineSource({
  name: "number",
  version: 1,
  summary: "1 when the number the text commits to is the expected one, else 0.",
  options,
  build: ({ from, key, absolute, relative }: NumberOptions) => {
    const extraction = { from, key };
    const tolerance = { absolute, relative };
    return {
      fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
      range: UNIT,
      score: (columns, out) => {
        for (let i = 0; i < out.length; i++) {
          const gold = goldNumber(columns.expected?.[i]);
          if (gold === undefined) {
            out.fail(i, "task", `Expected \`expected\` to state one number, got ${shown(columns.expected?.[i])}.`);
            continue;
          }
          const found = extractNumber(columns.text?.[i] as string, extraction);
          if ("why" in found) out.set(i, 0, found.why);
          else out.set(i, sameNumber(found, gold, tolerance) ? 1 : 0, `read ${found.value}${found.percent ? "%" : ""}`);
        }
      },
    };
  },
});

function goldNumber(expected: Json | undefined): Quantity | undefined {
  if (typeof expected === "number") return Number.isFinite(expected) ? { value: expected, percent: false } : undefined;
  if (typeof expected !== "string") return undefined;
  const found = extractNumber(expected);
  return "why" in found ? undefined : found;
}

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
