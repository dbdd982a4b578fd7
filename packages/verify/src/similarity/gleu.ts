import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { bestOf, scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";
import { sentenceGleu } from "./sentence-gleu.ts";

export interface GleuOptions {
  /** Longest n-gram. */
  readonly maxOrder: number;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type GleuInput = { readonly [K in keyof GleuOptions]?: GleuOptions[K] | undefined };

const options: z.ZodType<GleuOptions, GleuInput> = z.strictObject({
  maxOrder: z.int().min(1).max(16).default(4),
  limitCharacters: z.int().positive().default(262_144),
});

/**
 * Google's GLEU of the text and its best reference: the smaller of precision and recall of its n-grams.
 *
 *   out_i = max_g Σ_n matched_n / max(Σ_n n-grams of text_i, Σ_n n-grams of g)
 *
 * Words are split by the rules of mteval-v13a; letter case counts. An empty text is 0.
 *
 * @kind source
 * @unit text, texts → 0 … 1
 * @paper Wu et al. 2016 §6.2
 *
 * ```ts doctest
 * import { gleu } from "@guerdon/verify/similarity";
 * gleu().options.maxOrder // => 4
 * ```
 */
export const gleu: SourceFactory<typeof options> = defineSource({
  name: "gleu",
  version: 1,
  summary: "Google's GLEU of the text against its references.",
  options,
  build: ({ maxOrder, limitCharacters }: GleuOptions) => ({
    fields: TEXT_AND_GOLD,
    range: UNIT,
    score: (columns, out) =>
      scoreTexts(columns, out, limitCharacters, (text, golds) =>
        bestOf(golds, (gold) => sentenceGleu(text, gold, maxOrder)),
      ),
  }),
});
