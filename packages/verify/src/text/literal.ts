import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type FoldOptions, foldOptions, foldText } from "./fold-text.ts";

type LiteralInput = { readonly [K in keyof FoldOptions]?: FoldOptions[K] | undefined };

const options: z.ZodType<FoldOptions, LiteralInput> = z.strictObject(foldOptions);

/**
 * Scores 1 when the text equals the expected one, else 0.
 *
 *   out_i = [fold(text_i) ∈ fold(expected_i)]
 *
 * `expected` is a text, a number, or a list of accepted ones. An empty expected text is a fault of
 * the task: silence would match it.
 *
 * @kind source
 * @unit text, text → 0 or 1
 *
 * ```ts doctest
 * import { literal } from "@guerdon/verify/text";
 * literal({ caseSensitive: false }).options // => { caseSensitive: false, trim: true, normalise: "none" }
 * ```
 */
export const literal: SourceFactory<typeof options> = defineSource({
  name: "literal",
  version: 1,
  summary: "1 when the text equals the expected one, else 0.",
  options,
  build: (set: FoldOptions) => {
    const fold = foldText(set);
    return {
      fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
      range: UNIT,
      score: (columns, out) => {
        for (let i = 0; i < out.length; i++) {
          const accepted = acceptedTexts(columns.expected?.[i], fold);
          if (typeof accepted === "string") out.fail(i, "task", accepted);
          else if (accepted.includes(fold(columns.text?.[i] as string))) out.set(i, 1);
          else out.set(i, 0, "the text differs from the expected one");
        }
      },
    };
  },
});

/** The folded texts a row accepts, or what is wrong with its gold. */
function acceptedTexts(expected: Json | undefined, fold: (text: string) => string): readonly string[] | string {
  const list = Array.isArray(expected) ? (expected as readonly Json[]) : [expected];
  if (list.length === 0) return "Expected `expected` to hold at least one text, got an empty list.";
  const folded: string[] = [];
  for (const one of list) {
    if (typeof one !== "string" && typeof one !== "number" && typeof one !== "boolean") {
      return `Expected \`expected\` to be text or a list of texts, got ${one === null ? "null" : typeof one}.`;
    }
    const text = fold(String(one));
    if (text === "") return "Expected `expected` to hold text, got an empty one.";
    folded.push(text);
  }
  return folded;
}
