import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { normaliseAnswer } from "./normalise-answer.ts";
import { scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";

export interface ExactMatchOptions {
  /** `squad`: without case, ASCII punctuation and English articles; `none`: as they are, ends trimmed. */
  readonly normalise: "squad" | "none";
  /** What must agree. */
  readonly position: "whole" | "prefix" | "suffix";
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type ExactMatchInput = { readonly [K in keyof ExactMatchOptions]?: ExactMatchOptions[K] | undefined };

const options: z.ZodType<ExactMatchOptions, ExactMatchInput> = z.strictObject({
  normalise: z.enum(["squad", "none"]).default("squad"),
  position: z.enum(["whole", "prefix", "suffix"]).default("whole"),
  limitCharacters: z.int().positive().default(1_048_576),
});

/**
 * 1 when the text equals one of its golds after SQuAD normalisation, else 0.
 *
 * A gold of punctuation or articles alone is compared as it is written. An empty text matches nothing.
 *
 * @kind source
 * @unit text, texts → 0 or 1
 * @paper 000, 061 (matching)
 * @alias exactMatch = { use: exact-match }
 *
 * ```ts doctest
 * import { exactMatch } from "@guerdon/verify/similarity";
 * exactMatch().options.normalise // => "squad"
 * ```
 */
export const exactMatch: SourceFactory<typeof options> = defineSource({
  name: "exact-match",
  version: 1,
  summary: "1 when the text equals one of its golds after normalisation, else 0.",
  options,
  build: ({ normalise, position, limitCharacters }: ExactMatchOptions) => {
    const fold = normalise === "squad" ? normaliseAnswer : (text: string) => text.trim();
    const agrees = (text: string, gold: string): boolean => {
      const wanted = fold(gold);
      if (wanted === "") return text.trim() === gold.trim();
      const given = fold(text);
      if (position === "prefix") return given.startsWith(wanted);
      return position === "suffix" ? given.endsWith(wanted) : given === wanted;
    };
    return {
      fields: TEXT_AND_GOLD,
      range: UNIT,
      score: (columns, out) =>
        scoreTexts(columns, out, limitCharacters, (text, golds) => Number(golds.some((gold) => agrees(text, gold)))),
    };
  },
});
