import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { repeatedFraction } from "./repeated-fraction.ts";

export interface RepetitionOptions {
  /** Length of an n-gram. */
  readonly n: number;
  /** Whether runs of characters or of words are counted. */
  readonly unit: "words" | "characters";
  /** Whether `The` and `the` differ. */
  readonly caseSensitive: boolean;
  /** Longer texts are failures of the candidate. */
  readonly limitCharacters: number;
}

type RepetitionInput = { readonly [K in keyof RepetitionOptions]?: RepetitionOptions[K] | undefined };

const options: z.ZodType<RepetitionOptions, RepetitionInput> = z.strictObject({
  n: z.int().min(1).max(64).default(3),
  unit: z.enum(["words", "characters"]).default("words"),
  caseSensitive: z.boolean().default(false),
  limitCharacters: z.int().positive().default(262_144),
});

/**
 * The fraction of n-grams that repeat an earlier one.
 *
 *   out_i = 1 − distinct_i / total_i,  0 when the text is shorter than one n-gram
 *
 * A penalty as trainers have it is a negative multiple: `total: correct - 1 * repetition` with `n: 3`
 * is TRL's repetition penalty with `ngram_size=3, max_penalty=-1`.
 *
 * @kind source
 * @unit text → fraction
 *
 * ```ts doctest
 * import { repetition } from "@guerdon/verify/text";
 * repetition({ n: 2 }).measures // => "repetition"
 * ```
 */
export const repetition: SourceFactory<typeof options> = defineSource({
  name: "repetition",
  version: 1,
  summary: "The fraction of n-grams that repeat an earlier one.",
  options,
  build: ({ n, unit, caseSensitive, limitCharacters }: RepetitionOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    measures: "repetition",
    score: (columns, out) => {
      const texts = columns.text as readonly string[];
      for (let i = 0; i < out.length; i++) {
        const text = texts[i] as string;
        if (text.length > limitCharacters) {
          out.fail(i, "candidate", `Expected a text of at most ${limitCharacters} characters, got ${text.length}.`);
        } else out.set(i, repeatedFraction(caseSensitive ? text : text.toLowerCase(), n, unit));
      }
    },
  }),
});
