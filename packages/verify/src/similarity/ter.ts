import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";
import { sentenceTer } from "./sentence-ter.ts";

export interface TerOptions {
  /** `rate`: edits a reference word, 0 is equal; `similarity`: 1 − rate, at least 0. */
  readonly form: "rate" | "similarity";
  /** Normalises texts as the tercom scorer does. */
  readonly normalized: boolean;
  /** Takes punctuation out first. */
  readonly noPunctuation: boolean;
  /** Whether capitals and small letters are told apart. */
  readonly caseSensitive: boolean;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type TerInput = { readonly [K in keyof TerOptions]?: TerOptions[K] | undefined };

const options: z.ZodType<TerOptions, TerInput> = z.strictObject({
  form: z.enum(["rate", "similarity"]).default("similarity"),
  normalized: z.boolean().default(false),
  noPunctuation: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  limitCharacters: z.int().positive().max(16_384).default(4_096),
});

/**
 * Translation edit rate: insertions, deletions, substitutions and shifts of phrases over the mean reference length.
 *
 * sacreBLEU's sentence TER over 100, or 1 less it.
 *
 * @kind source
 * @unit text, texts → edits a word, or 0 … 1
 *
 * ```ts doctest
 * import { ter } from "@guerdon/verify/similarity";
 * ter({ form: "rate" }).range // => { min: 0, max: Infinity }
 * ```
 */
export const ter: SourceFactory<typeof options> = defineSource({
  name: "ter",
  version: 1,
  summary: "Translation edit rate of the text against its references, or 1 less it.",
  options,
  build: (set: TerOptions) => ({
    fields: TEXT_AND_GOLD,
    range: set.form === "rate" ? { min: 0, max: Number.POSITIVE_INFINITY } : UNIT,
    score: (columns, out) =>
      scoreTexts(columns, out, set.limitCharacters, (text, golds) => {
        const rate = sentenceTer(text, golds, set);
        return set.form === "rate" ? rate : Math.max(0, 1 - rate);
      }),
  }),
});
