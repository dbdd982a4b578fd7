import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { z } from "zod";
import { READABILITY_FORMULAS, type ReadabilityFormula, readabilityScore, textCounts } from "./readability-score.ts";

export interface ReadabilityOptions {
  /** The formula of readability. */
  readonly formula: ReadabilityFormula;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type ReadabilityInput = { readonly [K in keyof ReadabilityOptions]?: ReadabilityOptions[K] | undefined };

const options: z.ZodType<ReadabilityOptions, ReadabilityInput> = z.strictObject({
  formula: z.enum(READABILITY_FORMULAS).default("flesch-kincaid-grade"),
  limitCharacters: z.int().positive().default(262_144),
});

/**
 * How hard an English text is to read, by a classic formula of sentence and word length.
 *
 * `flesch-reading-ease` grows with ease, all others are school grades or grow with difficulty. Syllables are estimated by
 * rule. A text without words abstains.
 *
 * @kind source
 * @unit text → grade or ease
 * @alias readability = { use: readability }
 *
 * ```ts doctest
 * import { readability } from "@guerdon/verify/similarity";
 * readability().options.formula // => "flesch-kincaid-grade"
 * ```
 */
export const readability: SourceFactory<typeof options> = defineSource({
  name: "readability",
  version: 1,
  summary: "How hard an English text is to read, by a classic formula.",
  options,
  build: ({ formula, limitCharacters }: ReadabilityOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const text = columns.text?.[i] as string;
        if (text.length > limitCharacters) {
          out.fail(i, "candidate", `Expected a text of at most ${limitCharacters} characters, got ${text.length}.`);
          continue;
        }
        const counts = textCounts(text);
        if (counts.words === 0) out.abstain(i, "the text has no word");
        else out.set(i, readabilityScore(counts, formula), `${counts.words} words, ${counts.sentences} sentences`);
      }
    },
  }),
});
