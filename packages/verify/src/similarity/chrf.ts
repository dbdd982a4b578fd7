import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";
import { sentenceChrf } from "./sentence-chrf.ts";

export interface ChrfOptions {
  /** Longest character n-gram. */
  readonly charOrder: number;
  /** Longest word n-gram: 0 is chrF, 2 is chrF++. */
  readonly wordOrder: number;
  /** Weight of recall against precision. */
  readonly beta: number;
  /** Puts texts in small letters first. */
  readonly lowercase: boolean;
  /** Whether character n-grams reach over white space. */
  readonly whitespace: boolean;
  /** The smoothing of chrF++.py, Moses and NLTK. */
  readonly epsSmoothing: boolean;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type ChrfInput = { readonly [K in keyof ChrfOptions]?: ChrfOptions[K] | undefined };

const options: z.ZodType<ChrfOptions, ChrfInput> = z.strictObject({
  charOrder: z.int().min(1).max(16).default(6),
  wordOrder: z.int().min(0).max(16).default(0),
  beta: z.number().positive().max(100).default(2),
  lowercase: z.boolean().default(false),
  whitespace: z.boolean().default(false),
  epsSmoothing: z.boolean().default(false),
  limitCharacters: z.int().positive().default(262_144),
});

/**
 * chrF or chrF++ of the text: F-measure of character (and word) n-grams against the best reference.
 *
 *   out_i = (1 + β²) P R / (β² P + R),  P and R means over the orders
 *
 * sacreBLEU's sentence chrF over 100.
 *
 * @kind source
 * @unit text, texts → 0 … 1
 *
 * ```ts doctest
 * import { chrf } from "@guerdon/verify/similarity";
 * chrf({ wordOrder: 2 }).options.beta // => 2
 * ```
 */
export const chrf: SourceFactory<typeof options> = defineSource({
  name: "chrf",
  version: 1,
  summary: "chrF or chrF++ of the text against its references.",
  options,
  build: (set: ChrfOptions) => ({
    fields: TEXT_AND_GOLD,
    range: UNIT,
    score: (columns, out) =>
      scoreTexts(columns, out, set.limitCharacters, (text, golds) => Math.min(1, sentenceChrf(text, golds, set))),
  }),
});
