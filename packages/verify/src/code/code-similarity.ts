import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { goldTexts } from "../similarity/gold-texts.ts";
import { CODE_LANGUAGES } from "./code-languages.ts";
import { type CodeReadingOptions, scoreCode } from "./code-requests.ts";
import { CODE_PARTS, type CodePart } from "./compare-part.ts";
import type { LikenessReport } from "./measure-code.ts";

export interface CodeSimilarityOptions extends CodeReadingOptions {
  /** What is compared; the score is the mean. */
  readonly parts: readonly CodePart[];
  /** A weight for each part; equal without. */
  readonly weights?: readonly number[] | undefined;
  /** What several references make of it. */
  readonly reduce: "mean" | "max";
}

type CodeSimilarityInput = { readonly [K in keyof CodeSimilarityOptions]?: CodeSimilarityOptions[K] | undefined };

const options: z.ZodType<CodeSimilarityOptions, CodeSimilarityInput> = z
  .strictObject({
    language: z.enum(CODE_LANGUAGES).default("python"),
    parts: z
      .array(z.enum(CODE_PARTS))
      .min(1)
      .refine((parts) => new Set(parts).size === parts.length, { error: "Expected each part once." })
      .default(["bleu", "keyword-bleu", "syntax", "data-flow"]), // 191 §Pieces
    weights: z.array(z.number().min(0)).optional(), // 191 §Mechanism: 0.25 each
    reduce: z.enum(["mean", "max"]).default("mean"), // 191 §Mechanism: mean over R_c
    deadlineMs: z.number().positive().default(5000),
    limitCharacters: z.int().positive().default(100_000),
  })
  .refine(
    ({ parts, weights }) => weights === undefined || (weights.length === parts.length && weights.some((w) => w > 0)),
    {
      error: "Expected a weight for each part, one of them above 0.",
      path: ["weights"],
    },
  );

/**
 * Likeness of a program to references in the manner of CodeBLEU: tokens, keywords, syntax trees and data flow.
 *
 *   out = Σ w_k part_k / Σ w_k, over the parts a reference has;  then the mean or the largest over references
 *
 * Tokens are leaves of the syntax tree, matches are clipped by counts, and a part the reference has none of (no data
 * flow) is left out instead of counting 1. A program that cannot be parsed keeps what can be read of it. Leave a
 * program's own text out of its references: it is like itself.
 *
 * @kind source
 * @unit program, programs → 0 … 1
 * @paper 191 §Mechanism (S_cb: four parts at 0.25, mean over the right refinements)
 * @alias codeSimilarity = { use: code-similarity }
 *
 * ```ts doctest
 * import { codeSimilarity } from "@guerdon/verify/code";
 * codeSimilarity().options.parts // => ["bleu", "keyword-bleu", "syntax", "data-flow"]
 * ```
 */
export const codeSimilarity: SourceFactory<typeof options> = defineSource({
  name: "code-similarity",
  version: 1,
  summary: "Likeness of a program to references: tokens, keywords, syntax and data flow.",
  options,
  build: (set: CodeSimilarityOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: UNIT,
    score: (columns, out, context) =>
      scoreCode<LikenessReport>(columns, out, context, {
        run: "compareCode",
        ...set,
        ask: (row) => {
          const references = goldTexts(columns.expected?.[row]);
          if ("why" in references) return references.why;
          const long = references.find(({ length }) => length > set.limitCharacters);
          if (long !== undefined)
            return `Expected references of at most ${set.limitCharacters} characters, got ${long.length}.`;
          return { references: [...references], parts: [...set.parts] };
        },
        score: (report) => likenessOf(report, set),
      }),
  }),
});

function likenessOf({ likeness }: LikenessReport, { parts, weights, reduce }: CodeSimilarityOptions): [number, string] {
  const values = likeness.map((one) => {
    let [sum, all] = [0, 0];
    one.forEach((value, k) => {
      const weight = weights?.[k] ?? 1;
      if (value === null) return;
      sum += weight * value;
      all += weight;
    });
    return all === 0 ? 0 : sum / all;
  });
  const best = values.indexOf(Math.max(...values));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const notes = parts.map((part, k) => `${part} ${likeness[best]?.[k]?.toFixed(3) ?? "none"}`);
  return [Math.min(1, reduce === "max" ? (values[best] as number) : mean), notes.join(", ")];
}
