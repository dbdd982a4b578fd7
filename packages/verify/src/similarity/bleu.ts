import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";
import { SMOOTHINGS, sentenceBleu } from "./sentence-bleu.ts";
import { BLEU_TOKENIZERS, type BleuTokenizer } from "./tokenizers.ts";

export interface BleuOptions {
  /** Longest n-gram. */
  readonly maxOrder: number;
  /** How texts are cut into words, by the names of sacreBLEU. */
  readonly tokenizer: BleuTokenizer;
  /** What stands for a precision of 0; `add-k` adds `smoothValue` above order 1. */
  readonly smooth: (typeof SMOOTHINGS)[number];
  /** Default 0.1 for `floor`, 1 for `add-k`. */
  readonly smoothValue?: number | undefined;
  /** Leaves out the orders for which the text is too short. */
  readonly effectiveOrder: boolean;
  /** Puts texts in small letters first. */
  readonly lowercase: boolean;
  /** Whether texts shorter than the closest reference are punished. */
  readonly brevity: boolean;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type BleuInput = { readonly [K in keyof BleuOptions]?: BleuOptions[K] | undefined };

const options: z.ZodType<BleuOptions, BleuInput> = z.strictObject({
  maxOrder: z.int().min(1).max(16).default(4), // 199: BLEU-4
  tokenizer: z.enum(BLEU_TOKENIZERS).default("13a"), // 199
  smooth: z.enum(SMOOTHINGS).default("add-k"), // 199: add-one smoothing of n > 1
  smoothValue: z.number().min(0).optional(),
  effectiveOrder: z.boolean().default(true),
  lowercase: z.boolean().default(false),
  brevity: z.boolean().default(true), // 199
  limitCharacters: z.int().positive().default(262_144),
});

/**
 * BLEU of the text against its references.
 *
 *   out_i = BP · exp(1/N Σ log p_n)
 *
 * Counts are clipped by the largest count in one reference, the brevity penalty takes the closest reference length, the
 * shorter of equals: sacreBLEU's sentence BLEU over 100, with its tokenizers and smoothings. An empty text is 0.
 *
 * @kind source
 * @unit text, texts → 0 … 1
 * @paper 199 (maxOrder 4, add-one smoothing above order 1, tokenizer 13a, closest reference)
 * @alias bleu = { use: bleu }
 * @alias graded acceptance = { use: bleu }
 *
 * ```ts doctest
 * import { bleu } from "@guerdon/verify/similarity";
 * bleu().options.smooth // => "add-k"
 * ```
 */
export const bleu: SourceFactory<typeof options> = defineSource({
  name: "bleu",
  version: 1,
  summary: "BLEU of the text against its references.",
  options,
  build: (set: BleuOptions) => ({
    fields: TEXT_AND_GOLD,
    range: UNIT,
    score: (columns, out) =>
      scoreTexts(columns, out, set.limitCharacters, (text, golds) => Math.min(1, sentenceBleu(text, golds, set))),
  }),
});
