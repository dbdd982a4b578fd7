import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type Overlap, type RougeType, rougeScore } from "./rouge-score.ts";
import { bestOf, scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";

const ROUGE_TYPES: readonly [RougeType, ...RougeType[]] = [
  "rougeL",
  "rougeLsum",
  "rouge1",
  "rouge2",
  "rouge3",
  "rouge4",
  "rouge5",
  "rouge6",
  "rouge7",
  "rouge8",
  "rouge9",
];

export interface RougeOptions {
  /** n-grams, the longest common subsequence, or that of sentences. */
  readonly type: RougeType;
  /** Precision, recall, or the F score of both. */
  readonly measure: "f" | "precision" | "recall";
  /** Weight of recall against precision in the F-measure. */
  readonly beta: number;
  /** Compares Porter stems of words of more than three letters. */
  readonly stemmer: boolean;
  /** Where `rougeLsum` ends a sentence. */
  readonly sentences: "newline" | "punctuation";
  /** A value at or above it is 1, one below is 0; without it the value itself. */
  readonly threshold?: number | undefined;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type RougeInput = { readonly [K in keyof RougeOptions]?: RougeOptions[K] | undefined };

const options: z.ZodType<RougeOptions, RougeInput> = z.strictObject({
  type: z.enum(ROUGE_TYPES).default("rougeL"),
  measure: z.enum(["f", "precision", "recall"]).default("f"),
  beta: z.number().positive().max(100).default(1), // 129
  stemmer: z.boolean().default(false),
  sentences: z.enum(["newline", "punctuation"]).default("newline"),
  threshold: z.number().min(0).max(1).optional(),
  limitCharacters: z.int().positive().max(1_048_576).default(65_536),
});

/**
 * ROUGE of the text against its best reference.
 *
 *   out_i = (1 + β²) P R / (β² P + R),  or P, or R
 *
 * Equal to google-research's rouge_score: words of a–z and 0–9 in lower case, optionally stemmed.
 *
 * @kind source
 * @unit text, texts → 0 … 1
 * @paper 129 (rougeL, beta 1, threshold 0.75), 199, 106
 * @alias rougeL = { use: rouge }
 *
 * ```ts doctest
 * import { rouge } from "@guerdon/verify/similarity";
 * rouge({ type: "rouge2", stemmer: true }).options.measure // => "f"
 * ```
 */
export const rouge: SourceFactory<typeof options> = defineSource({
  name: "rouge",
  version: 1,
  summary: "ROUGE of the text against its references: n-grams or longest common subsequence.",
  options,
  build: (set: RougeOptions) => ({
    fields: TEXT_AND_GOLD,
    range: UNIT,
    score: (columns, out) =>
      scoreTexts(columns, out, set.limitCharacters, (text, golds) => {
        const value = bestOf(golds, (gold) => measured(rougeScore(text, gold, set.type, set), set));
        return set.threshold === undefined ? value : Number(value >= set.threshold);
      }),
  }),
});

function measured({ precision, recall, f1 }: Overlap, { measure, beta }: RougeOptions): number {
  if (measure !== "f") return measure === "precision" ? precision : recall;
  if (beta === 1) return f1;
  const below = beta * beta * precision + recall;
  return below === 0 ? 0 : ((1 + beta * beta) * precision * recall) / below;
}
