import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { EDIT_METRICS, type EditMetric, editDistance, editSimilarityOf } from "./edit-metrics.ts";
import { bestOf, scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";

export interface EditSimilarityOptions {
  /** The distance or similarity that is counted. */
  readonly metric: EditMetric;
  /** What is edited. */
  readonly unit: "characters" | "words";
  /** `similarity`: 0 … 1; `distance`: the number of edits to the nearest reference. */
  readonly form: "similarity" | "distance";
  /** Whether capitals and small letters are told apart. */
  readonly caseSensitive: boolean;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type EditSimilarityInput = { readonly [K in keyof EditSimilarityOptions]?: EditSimilarityOptions[K] | undefined };

const options: z.ZodType<EditSimilarityOptions, EditSimilarityInput> = z
  .strictObject({
    metric: z.enum(EDIT_METRICS).default("levenshtein"),
    unit: z.enum(["characters", "words"]).default("characters"),
    form: z.enum(["similarity", "distance"]).default("similarity"),
    caseSensitive: z.boolean().default(true),
    limitCharacters: z.int().positive().max(1_048_576).default(65_536),
  })
  .refine(({ metric, form }) => form === "similarity" || !metric.startsWith("jaro"), "Jaro counts no edits");

/** Cells the metrics that are not bit-parallel may fill: about a third of a second. */
const LIMIT_CELLS = 10_000_000;

/**
 * Similarity of the text and its nearest reference by edits.
 *
 *   levenshtein, alignment, damerau: 1 − distance / longer length
 *   indel: 1 − distance / both lengths;  lcs: length of the longest common subsequence / longer length
 *
 * The numbers are RapidFuzz's, over code points or words.
 *
 * @kind source
 * @unit text, texts → 0 … 1, or edits
 *
 * ```ts doctest
 * import { editSimilarity } from "@guerdon/verify/similarity";
 * editSimilarity({ metric: "jaro-winkler" }).range // => { min: 0, max: 1 }
 * ```
 */
export const editSimilarity: SourceFactory<typeof options> = defineSource({
  name: "edit-similarity",
  version: 1,
  summary: "Similarity or distance of the text and its nearest reference by edits.",
  options,
  build: (set: EditSimilarityOptions) => ({
    fields: TEXT_AND_GOLD,
    range: set.form === "similarity" ? UNIT : { min: 0, max: Number.POSITIVE_INFINITY },
    score: (columns, out) =>
      scoreTexts(columns, out, set.limitCharacters, (given, golds) => {
        const text = set.caseSensitive ? given : given.toLowerCase();
        const slow = set.metric !== "levenshtein" && set.metric !== "indel" && set.metric !== "lcs";
        if (slow && golds.some((gold) => gold.length * text.length > LIMIT_CELLS)) {
          return `Expected a text short enough for ${set.metric}, got ${text.length} characters.`;
        }
        const folded = set.caseSensitive ? golds : golds.map((gold) => gold.toLowerCase());
        if (set.form === "similarity")
          return bestOf(folded, (gold) => editSimilarityOf(text, gold, set.metric, set.unit));
        return -bestOf(folded, (gold) => -editDistance(text, gold, set.metric, set.unit)) || 0;
      }),
  }),
});
