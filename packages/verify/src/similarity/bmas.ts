import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { z } from "zod";
import { cosine, type Embedder, hashingEmbedder } from "./embedder.ts";
import { goldTexts } from "./gold-texts.ts";
import { TEXT_AND_GOLD } from "./score-texts.ts";
import { STOP_WORDS } from "./stop-words.ts";

export interface BmasOptions {
  /** Weight of the first mean: that what is said is expected. */
  readonly precisionWeight: number;
  /** Leaves out the function words of English, which every text has. */
  readonly dropStopWords: boolean;
  /** Texts of more words fail. */
  readonly limitWords: number;
}

type BmasInput = { readonly [K in keyof BmasOptions]?: BmasOptions[K] | undefined };

const options: z.ZodType<BmasOptions, BmasInput> = z.strictObject({
  precisionWeight: z.number().min(0).max(1).default(0.5), // 061
  dropStopWords: z.boolean().default(false), // 061
  limitWords: z.int().positive().max(4096).default(512),
});

export type Bmas = SourceFactory<typeof options>;

/** How often each word stands in a text. */
type Words = ReadonlyMap<string, number>;

/**
 * The two-way max-average similarity of two lists of vectors.
 *
 *   w · mean_i max_j cos(g_i, t_j) + (1 − w) · mean_j max_i cos(g_i, t_j)
 *
 * @param weightsA - how often each vector counts
 */
export function twoWaySimilarity(
  a: readonly Float32Array[],
  b: readonly Float32Array[],
  precisionWeight = 0.5,
  weightsA: readonly number[] = a.map(() => 1),
  weightsB: readonly number[] = b.map(() => 1),
): number {
  if (a.length === 0 || b.length === 0) return 0;
  const bestA = new Float64Array(a.length).fill(-1);
  const bestB = new Float64Array(b.length).fill(-1);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      const value = cosine(a[i] as Float32Array, b[j] as Float32Array);
      if (value > (bestA[i] as number)) bestA[i] = value;
      if (value > (bestB[j] as number)) bestB[j] = value;
    }
  }
  return precisionWeight * weightedMean(bestA, weightsA) + (1 - precisionWeight) * weightedMean(bestB, weightsB);
}

function weightedMean(values: Float64Array, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0) / total;
}

/** The source that compares texts word by word, both ways, with vectors from this embedder. */
export function defineBmas(name: string, embedder: Embedder): Bmas {
  return defineSource({
    name,
    version: 1,
    summary: `Two-way max-average similarity of the words of the text and its best reference (${embedder.name}).`,
    options,
    build: ({ precisionWeight, dropStopWords, limitWords }: BmasOptions) => {
      const wordsOf = (text: string): Words => countWords(text, dropStopWords);
      return {
        fields: TEXT_AND_GOLD,
        range: { min: -1, max: 1 },
        score: async (columns, out) => {
          const rows: { readonly row: number; readonly words: Words; readonly golds: readonly Words[] }[] = [];
          const known = new Set<string>();
          for (let row = 0; row < out.length; row++) {
            const golds = goldTexts(columns.expected?.[row]);
            if ("why" in golds) {
              out.fail(row, "task", golds.why);
              continue;
            }
            const words = wordsOf(columns.text?.[row] as string);
            const goldWords = golds.map(wordsOf);
            const size = total(words);
            if (goldWords.some((one) => one.size === 0 || total(one) > limitWords)) {
              out.fail(row, "task", `Expected references of 1 to ${limitWords} words.`);
            } else if (size > limitWords) {
              out.fail(row, "candidate", `Expected a text of at most ${limitWords} words, got ${size}.`);
            } else {
              for (const one of [words, ...goldWords]) for (const word of one.keys()) known.add(word);
              rows.push({ row, words, golds: goldWords });
            }
          }
          const embedded = await embedder.embed([...known]);
          const vectors = new Map([...known].map((word, i) => [word, embedded[i] as Float32Array]));
          const pick = (words: Words): Float32Array[] =>
            [...words.keys()].map((word) => vectors.get(word) as Float32Array);
          for (const { row, words, golds } of rows) {
            const mine = pick(words);
            const values = golds.map((gold) =>
              twoWaySimilarity(mine, pick(gold), precisionWeight, [...words.values()], [...gold.values()]),
            );
            out.set(row, Math.max(...values));
          }
        },
      };
    },
  });
}

function countWords(text: string, dropStopWords: boolean): Words {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) {
    if (!dropStopWords || !STOP_WORDS.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function total(words: Words): number {
  let sum = 0;
  for (const count of words.values()) sum += count;
  return sum;
}

/**
 * Two-way max-average similarity of the words of the text and its best reference, by hashed character n-grams.
 *
 *   out_i = ½ (mean_w max_v cos(w, v) + mean_v max_w cos(w, v)),  w in the text, v in the reference
 *
 * An empty text is 0. The embedder shipped knows spelling alone; `defineBmas` makes the source for another.
 *
 * @kind source
 * @unit text, texts → −1 … 1
 * @paper 061 (equal weights, no word left out), 106
 * @alias bmas = { use: bmas }
 *
 * ```ts doctest
 * import { bmas } from "@guerdon/verify/similarity";
 * bmas().options.precisionWeight // => 0.5
 * ```
 */
export const bmas: Bmas = defineBmas("bmas", hashingEmbedder());
