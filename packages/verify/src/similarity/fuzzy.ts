import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { FUZZY_METHODS, type FuzzyMethod, fuzzyRatio, processForFuzzy } from "./fuzzy-ratio.ts";
import { bestOf, scoreTexts, TEXT_AND_GOLD } from "./score-texts.ts";

export interface FuzzyOptions {
  /** The ratio that is taken, by the names of RapidFuzz. */
  readonly method: FuzzyMethod;
  /** Drops punctuation and case before comparing. */
  readonly process: boolean;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type FuzzyInput = { readonly [K in keyof FuzzyOptions]?: FuzzyOptions[K] | undefined };

const options: z.ZodType<FuzzyOptions, FuzzyInput> = z.strictObject({
  method: z.enum(FUZZY_METHODS).default("ratio"),
  process: z.boolean().default(false),
  limitCharacters: z.int().positive().max(262_144).default(65_536),
});

/** Steps the search for the best part may need: about half a second. */
const LIMIT_STEPS = 300_000_000;

/**
 * RapidFuzz's ratios of the text and its best reference, over 100.
 *
 * `weighted-ratio` is WRatio, `quick-ratio` QRatio, `process: true` its `default_process`. Those that look for the best
 * part fail on texts whose search would need too many steps.
 *
 * @kind source
 * @unit text, texts → 0 … 1
 * @alias fuzzy_match = { use: fuzzy, method: weighted-ratio, process: true }
 *
 * ```ts doctest
 * import { fuzzy } from "@guerdon/verify/similarity";
 * fuzzy({ method: "token-set-ratio" }).options.process // => false
 * ```
 */
export const fuzzy: SourceFactory<typeof options> = defineSource({
  name: "fuzzy",
  version: 1,
  summary: "RapidFuzz's ratios of the text and its best reference.",
  options,
  build: ({ method, process, limitCharacters }: FuzzyOptions) => {
    const fold = process ? processForFuzzy : (text: string) => text;
    const cuts = method.startsWith("partial") || method === "weighted-ratio";
    return {
      fields: TEXT_AND_GOLD,
      range: UNIT,
      score: (columns, out) =>
        scoreTexts(columns, out, limitCharacters, (given, golds) => {
          const text = fold(given);
          if (cuts && golds.some((gold) => partialSteps(text.length, gold.length) > LIMIT_STEPS)) {
            return `Expected a text short enough for ${method}, got ${text.length} characters.`;
          }
          return bestOf(golds, (gold) => fuzzyRatio(text, fold(gold), method)) / 100;
        }),
    };
  },
});

/** Windows times their size times words of 32 places. */
function partialSteps(a: number, b: number): number {
  const size = Math.min(a, b);
  return (Math.max(a, b) + size) * size * Math.ceil(size / 32);
}
