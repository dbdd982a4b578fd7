import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { meteorScore } from "./meteor-score.ts";
import { bestOf, scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";
import { tokenizeForBleu } from "./tokenizers.ts";

export interface MeteorOptions {
  /** Weight of recall in the mean. */
  readonly alpha: number;
  /** Power of the fragmentation. */
  readonly beta: number;
  /** Largest share the penalty takes. */
  readonly gamma: number;
  /** Whether words that share a Porter stem match. */
  readonly stemmer: boolean;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type MeteorInput = { readonly [K in keyof MeteorOptions]?: MeteorOptions[K] | undefined };

const options: z.ZodType<MeteorOptions, MeteorInput> = z.strictObject({
  alpha: z.number().min(0.001).max(0.999).default(0.9),
  beta: z.number().min(0).max(16).default(3),
  gamma: z.number().min(0).max(1).default(0.5),
  stemmer: z.boolean().default(true),
  limitCharacters: z.int().positive().default(262_144),
});

/**
 * METEOR without synonyms: aligned words, recall weighed above precision, less a penalty for a scattered alignment.
 *
 *   out_i = (1 − γ (chunks / m)^β) · P R / (α P + (1 − α) R)
 *
 * Words are split by the rules of mteval-v13a and compared in lower case; the best reference counts.
 *
 * @kind source
 * @unit text, texts → 0 … 1
 *
 * ```ts doctest
 * import { meteor } from "@guerdon/verify/similarity";
 * meteor().options.alpha // => 0.9
 * ```
 */
export const meteor: SourceFactory<typeof options> = defineSource({
  name: "meteor",
  version: 1,
  summary: "METEOR without synonyms of the text against its references.",
  options,
  build: (set: MeteorOptions) => ({
    fields: TEXT_AND_GOLD,
    range: UNIT,
    score: (columns, out) =>
      scoreTexts(columns, out, set.limitCharacters, (text, golds) => {
        const words = tokenizeForBleu(text, "13a");
        return bestOf(golds, (gold) => meteorScore(words, tokenizeForBleu(gold, "13a"), set));
      }),
  }),
});
