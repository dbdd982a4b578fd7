import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { bagOverlap } from "./bag-overlap.ts";
import { normaliseAnswer } from "./normalise-answer.ts";
import { bestOf, scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";
import { splitWords } from "./split-words.ts";

export interface TokenF1Options {
  /** How words are put in one form: not at all, or as SQuAD does. */
  readonly normalise: "squad" | "none";
  /** Precision, recall, or F1 of the words. */
  readonly measure: "f1" | "precision" | "recall";
  /** Whether a word counts as often as both texts have it, or once. */
  readonly count: "multiset" | "set";
  /** Answers that are right or wrong as a whole: half of "yes and no" is not half right. */
  readonly special: readonly string[];
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type TokenF1Input = { readonly [K in keyof TokenF1Options]?: TokenF1Options[K] | undefined };

const options: z.ZodType<TokenF1Options, TokenF1Input> = z.strictObject({
  normalise: z.enum(["squad", "none"]).default("squad"), // 135
  measure: z.enum(["f1", "precision", "recall"]).default("f1"),
  count: z.enum(["multiset", "set"]).default("multiset"),
  special: z.array(z.string()).max(64).default(["yes", "no", "noanswer"]), // 135, HotpotQA
  limitCharacters: z.int().positive().default(262_144),
});

/**
 * F1 of the words of the text and its best gold, in any order.
 *
 *   out_i = 2 P R / (P + R),  P = common / words of the text,  R = common / words of the gold
 *
 * Words after SQuAD normalisation; where text or gold is one of `special` only equality counts (HotpotQA).
 *
 * @kind source
 * @unit text, texts → 0 … 1
 * @paper 000, 135 (squad; yes, no, noanswer), 165 (set or multiset, best of several golds)
 * @alias tokenF1 = { use: token-f1, special: [] }
 * @alias answerF1 = { use: token-f1 }
 * @alias f1Answer = { use: token-f1, special: [] }
 *
 * ```ts doctest
 * import { tokenF1 } from "@guerdon/verify/similarity";
 * tokenF1({ count: "set" }).options.special // => ["yes", "no", "noanswer"]
 * ```
 */
export const tokenF1: SourceFactory<typeof options> = defineSource({
  name: "token-f1",
  version: 1,
  summary: "F1 of the words of the text and its best gold, in any order.",
  options,
  build: ({ normalise, measure, count, special, limitCharacters }: TokenF1Options) => {
    const fold = normalise === "squad" ? normaliseAnswer : (text: string) => text.trim();
    const whole = new Set(special);
    const wordsOf = (text: string): readonly string[] => {
      const words = splitWords(text);
      return count === "set" ? [...new Set(words)] : words;
    };
    return {
      fields: TEXT_AND_GOLD,
      range: UNIT,
      score: (columns, out) =>
        scoreTexts(columns, out, limitCharacters, (given, golds) => {
          const text = fold(given);
          const words = wordsOf(text);
          return bestOf(golds, (one) => {
            const gold = fold(one);
            if (gold === "") return Number(given.trim() === one.trim());
            if (whole.has(text) || whole.has(gold)) return Number(text === gold);
            return bagOverlap(words, wordsOf(gold))[measure];
          });
        }),
    };
  },
});
