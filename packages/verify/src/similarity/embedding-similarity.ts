import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { cosine, type Embedder, hashingEmbedder } from "./embedder.ts";
import { goldTexts } from "./gold-texts.ts";
import { TEXT_AND_GOLD } from "./score-texts.ts";

export interface EmbeddingSimilarityOptions {
  /** Over several references. */
  readonly reduce: "max" | "mean";
  /** Whether a negative cosine counts as 0. */
  readonly clampAtZero: boolean;
  /** Longest text in characters that is compared; a longer one abstains. */
  readonly limitCharacters: number;
}

type EmbeddingSimilarityInput = {
  readonly [K in keyof EmbeddingSimilarityOptions]?: EmbeddingSimilarityOptions[K] | undefined;
};

const options: z.ZodType<EmbeddingSimilarityOptions, EmbeddingSimilarityInput> = z.strictObject({
  reduce: z.enum(["max", "mean"]).default("max"),
  clampAtZero: z.boolean().default(true), // 106
  limitCharacters: z.int().positive().default(65_536),
});

export type EmbeddingSimilarity = SourceFactory<typeof options>;

/**
 * The source that compares texts by the cosine of their vectors from this embedder.
 *
 * @param name - the word used in programs
 *
 * ```ts doctest
 * import { defineEmbeddingSimilarity, hashingEmbedder } from "@guerdon/verify/similarity";
 * defineEmbeddingSimilarity("spelling", hashingEmbedder({ dimensions: 64 })).id // => "source/spelling@1"
 * ```
 */
export function defineEmbeddingSimilarity(name: string, embedder: Embedder): EmbeddingSimilarity {
  return defineSource({
    name,
    version: 1,
    summary: `Cosine of the vectors of the text and its references (${embedder.name}).`,
    options,
    build: ({ reduce, clampAtZero, limitCharacters }: EmbeddingSimilarityOptions) => ({
      fields: TEXT_AND_GOLD,
      range: clampAtZero ? UNIT : { min: -1, max: 1 },
      score: async (columns, out) => {
        const texts = new Map<string, number>();
        const wanted: { readonly row: number; readonly text: string; readonly golds: readonly string[] }[] = [];
        for (let row = 0; row < out.length; row++) {
          const text = columns.text?.[row] as string;
          const golds = goldTexts(columns.expected?.[row]);
          if ("why" in golds) out.fail(row, "task", golds.why);
          else if (golds.some(({ length }) => length > limitCharacters)) {
            out.fail(row, "task", `Expected references of at most ${limitCharacters} characters.`);
          } else if (text.length > limitCharacters) {
            out.fail(row, "candidate", `Expected a text of at most ${limitCharacters} characters, got ${text.length}.`);
          } else {
            for (const one of [text, ...golds]) if (!texts.has(one)) texts.set(one, texts.size);
            wanted.push({ row, text, golds });
          }
        }
        const vectors = await embedder.embed([...texts.keys()]);
        const vectorOf = (text: string): Float32Array => vectors[texts.get(text) as number] as Float32Array;
        for (const { row, text, golds } of wanted) {
          const values = golds.map((gold) => cosine(vectorOf(text), vectorOf(gold)));
          const value = reduce === "max" ? Math.max(...values) : values.reduce((a, b) => a + b, 0) / values.length;
          out.set(row, clampAtZero ? Math.max(0, value) : value);
        }
      },
    }),
  });
}

/**
 * Cosine of the vectors of the text and its references, by hashed character n-grams.
 *
 *   out_i = max(0, max_g cos(E(text_i), E(g)))
 *
 * The embedder shipped knows spelling alone; `defineEmbeddingSimilarity` makes the source for another.
 *
 * @kind source
 * @unit text, texts → 0 … 1
 * @paper 106 (clamped at 0), 191 (mean or max over references), 054
 * @alias embeddingSimilarity = { use: embedding-similarity }
 *
 * ```ts doctest
 * import { embeddingSimilarity } from "@guerdon/verify/similarity";
 * embeddingSimilarity({ clampAtZero: false }).range // => { min: -1, max: 1 }
 * ```
 */
export const embeddingSimilarity: EmbeddingSimilarity = defineEmbeddingSimilarity(
  "embedding-similarity",
  hashingEmbedder(),
);
