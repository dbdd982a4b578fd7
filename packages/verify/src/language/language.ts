import { RewardError } from "@guerdon/core/error";
import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type DetectLanguage, loadLanguageDetector } from "./detect-language.ts";

export interface LanguageOptions {
  /** 1 for the language expected, or its score among those found. */
  readonly measure: "match" | "score";
  /** Fewer letters than this say nothing: the row abstains. */
  readonly minLetters: number;
}

type LanguageInput = { readonly [K in keyof LanguageOptions]?: LanguageOptions[K] | undefined };

const options: z.ZodType<LanguageOptions, LanguageInput> = z.strictObject({
  measure: z.enum(["match", "score"]).default("match"),
  minLetters: z.int().min(1).default(20),
});

/**
 * Checks the language a text is written in.
 *
 *   match: 1 when the likeliest language is expected, else 0;  score: score of the expected one / score of the likeliest
 *
 * `expected` is an ISO 639-1 code, or a list of codes each of which will do. Detection by n-grams of `eld` is sure for
 * sentences and guesses on a few words: short texts abstain. Code and mathematics are read as they stand.
 *
 * @kind source
 * @unit text, language → 0 … 1
 *
 * ```ts doctest
 * import { language } from "@guerdon/verify/language";
 * language().options.minLetters // => 20
 * ```
 */
export const language: SourceFactory<typeof options> = defineSource({
  name: "language",
  version: 1,
  summary: "Whether a text is written in the language expected.",
  options,
  build: ({ measure, minLetters }: LanguageOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: UNIT,
    score: async (columns, out) => {
      let detect: DetectLanguage;
      try {
        detect = await loadLanguageDetector();
      } catch (error) {
        if (!RewardError.is(error)) throw error;
        for (let i = 0; i < out.length; i++) out.fail(i, "engine", `${error.message} ${error.hint ?? ""}`);
        return;
      }
      for (let i = 0; i < out.length; i++) {
        const expected = codesOf(columns.expected?.[i]);
        const text = columns.text?.[i] as string;
        if (expected === undefined) {
          out.fail(
            i,
            "task",
            "Expected `expected` to be an ISO 639-1 code like `en`, or a list of codes, got something else.",
          );
          continue;
        }
        if (!hasLetters(text, minLetters)) {
          out.abstain(i, `The text has fewer than ${minLetters} letters, too few to tell its language.`);
          continue;
        }
        const scores = detect(text);
        const [first] = scores;
        if (first === undefined) out.set(i, 0, "no language");
        else {
          const best = Math.max(0, ...expected.map((code) => scores.get(code) ?? 0));
          const value = measure === "score" ? best / first[1] : Number(expected.includes(first[0]));
          out.set(i, Math.min(1, value), `${first[0]} ${first[1].toFixed(2)}`);
        }
      }
    },
  }),
});

function codesOf(given: Json | undefined): readonly string[] | undefined {
  const list = Array.isArray(given) ? given : [given];
  const fit = list.length > 0 && list.every((one) => typeof one === "string" && /^[a-z]{2}$/u.test(one));
  return fit ? (list as string[]) : undefined;
}

function hasLetters(text: string, least: number): boolean {
  let letters = 0;
  for (const letter of text.slice(0, 20_000)) if (/\p{L}/u.test(letter) && ++letters >= least) return true;
  return false;
}
