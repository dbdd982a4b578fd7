import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { groupOffsets, type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { codePoints } from "./code-points.ts";
import { distinctShare, novelShares } from "./distinct-share.ts";
import { internTokens } from "./intern-tokens.ts";
import { levenshteinDistance } from "./levenshtein-distance.ts";
import { bleuOf, countsOfTokens } from "./sentence-bleu.ts";
import { tokenizeForBleu } from "./tokenizers.ts";

const DIVERSITY_MEASURES = ["self-bleu", "distinct", "novel", "edit-distance"] as const;

export interface DiversityOptions {
  /** What tells the texts of a group apart. */
  readonly measure: (typeof DIVERSITY_MEASURES)[number];
  /** Length of the n-grams; of self-BLEU the longest. */
  readonly n: number;
  /** Puts texts in small letters first. */
  readonly lowercase: boolean;
  /** Longer texts fail and are left out of their group. */
  readonly limitCharacters: number;
}

type DiversityInput = { readonly [K in keyof DiversityOptions]?: DiversityOptions[K] | undefined };

const options: z.ZodType<DiversityOptions, DiversityInput> = z.strictObject({
  measure: z.enum(DIVERSITY_MEASURES).default("self-bleu"),
  n: z.int().min(1).max(16).default(4),
  lowercase: z.boolean().default(false),
  limitCharacters: z.int().positive().max(65_536).default(8_192),
});

/**
 * How much a text differs from the others of its group.
 *
 *   self-bleu: 1 − BLEU of the text against the others;  novel: share of its n-grams that no other has
 *   edit-distance: mean Levenshtein distance to the others, each over the longer length
 *   distinct: distinct n-grams of the group over all of them, the same for each member
 *
 * Words are split by the rules of mteval-v13a. A text alone in its group abstains, except for `distinct`.
 *
 * @kind source
 * @unit texts of a group → 0 … 1
 * @paper 198 (self-BLEU-n, distinct-n, mean edit distance over a group), 090, 199
 * @alias diversity = { use: diversity }
 *
 * ```ts doctest
 * import { diversity } from "@guerdon/verify/similarity";
 * diversity({ measure: "distinct", n: 2 }).scope // => "group"
 * ```
 */
export const diversity: SourceFactory<typeof options> = defineSource({
  name: "diversity",
  version: 1,
  summary: "How much a text differs from the others of its group.",
  options,
  build: (set: DiversityOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    scope: "group",
    score: (columns, out, _, layout) => {
      const offsets = groupOffsets(layout);
      const texts = columns.text as readonly string[];
      for (let g = 0; g + 1 < offsets.length; g++) {
        const members = readable(texts, [offsets[g] as number, offsets[g + 1] as number], set, out);
        const values = MEASURES[set.measure](
          members.map((row) => (set.lowercase ? (texts[row] as string).toLowerCase() : (texts[row] as string))),
          set.n,
        );
        members.forEach((row, k) => {
          if (members.length < 2 && set.measure !== "distinct")
            out.abstain(row, "no other member of the group has a text");
          else out.set(row, values[k] as number);
        });
      }
    },
  }),
});

function readable(
  texts: readonly string[],
  [start, end]: readonly [number, number],
  { limitCharacters }: DiversityOptions,
  out: SignalBuilder,
): number[] {
  const members: number[] = [];
  for (let row = start; row < end; row++) {
    const { length } = texts[row] as string;
    if (length <= limitCharacters) members.push(row);
    else out.fail(row, "candidate", `Expected a text of at most ${limitCharacters} characters, got ${length}.`);
  }
  return members;
}

type Measure = (texts: readonly string[], n: number) => readonly number[];

const tokensOf = (texts: readonly string[]): Int32Array[] =>
  internTokens(texts.map((text) => tokenizeForBleu(text, "13a")));

const MEASURES: { readonly [K in DiversityOptions["measure"]]: Measure } = {
  "self-bleu": (texts, n) => {
    const tokens = tokensOf(texts);
    return tokens.map((mine, i) => {
      const counts = countsOfTokens(mine, tokens.toSpliced(i, 1), n);
      return 1 - Math.min(1, bleuOf(counts, { maxOrder: n, effectiveOrder: true }));
    });
  },
  distinct: (texts, n) =>
    texts.map(
      (
        (share) => () =>
          share
      )(distinctShare(tokensOf(texts), n)),
    ),
  novel: (texts, n) => novelShares(tokensOf(texts), n),
  "edit-distance": (texts) => {
    const points = texts.map(codePoints);
    const sums = new Array<number>(texts.length).fill(0);
    for (let i = 0; i < points.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [points[i] as Int32Array, points[j] as Int32Array];
        const far = a.length + b.length === 0 ? 0 : levenshteinDistance(a, b) / Math.max(a.length, b.length);
        sums[i] = (sums[i] as number) + far;
        sums[j] = (sums[j] as number) + far;
      }
    }
    return sums.map((sum) => sum / Math.max(1, texts.length - 1));
  },
};
