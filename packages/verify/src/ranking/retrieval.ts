import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { judgedRanking } from "./judged-ranking.ts";
import { readJudgements, readRanking } from "./read-ranking.ts";
import { RETRIEVAL_MEASURES, type RetrievalMeasure, retrievalScore } from "./retrieval-score.ts";

export interface RetrievalOptions {
  /** The measure of the ranking. */
  readonly measure: RetrievalMeasure;
  /** Ranks counted; without it all of them. */
  readonly cut?: number | undefined;
  /** A document of this relevance or more is relevant. */
  readonly relevant: number;
  /** Probability of going on to the next rank, for rank-biased precision. */
  readonly persistence: number;
  /** Recall from which interpolated precision is read. */
  readonly recallPoint: number;
  /** Longer rankings score 0. */
  readonly limitNames: number;
}

type RetrievalInput = { readonly [K in keyof RetrievalOptions]?: RetrievalOptions[K] | undefined };

const options: z.ZodType<RetrievalOptions, RetrievalInput> = z.strictObject({
  measure: z.enum(RETRIEVAL_MEASURES).default("ndcg"),
  cut: z.int().positive().optional(),
  relevant: z.int().positive().default(1),
  persistence: z.number().min(0).lt(1).default(0.9),
  recallPoint: z.number().min(0).max(1).default(0),
  limitNames: z.int().positive().max(1_000_000).default(10_000),
});

/**
 * A retrieval measure of the ranking a text states, as trec_eval has it.
 *
 * `relevance` is an object of whole relevances by name, or a list of the relevant names. A row without any relevant
 * name is a failure of the task; a text without ranking scores 0. A name said twice counts at its first place.
 *
 * @kind source
 * @unit ranking, judgements → 0 … 1
 * @paper 178
 * @alias mrr = { use: retrieval, measure: reciprocal-rank }
 * @alias map = { use: retrieval, measure: average-precision }
 * @alias ndcg = { use: retrieval }
 * @alias topK = { use: retrieval, measure: success, cut: 10 }
 * @alias hit rate = { use: retrieval, measure: success, cut: 10 }
 *
 * ```ts doctest
 * import { retrieval } from "@guerdon/verify/ranking";
 * retrieval({ measure: "precision", cut: 5 }).range // => { min: 0, max: 1 }
 * ```
 */
export const retrieval: SourceFactory<typeof options> = defineSource({
  name: "retrieval",
  version: 1,
  summary: "A retrieval measure of the stated ranking: nDCG, average precision, reciprocal rank, recall and others.",
  options,
  build: ({ measure, limitNames, ...settings }: RetrievalOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, relevance: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const judgements = readJudgements(columns.relevance?.[i]);
        if ("why" in judgements) {
          out.fail(i, "task", judgements.why);
          continue;
        }
        if (![...judgements.values()].some((level) => level >= settings.relevant)) {
          out.fail(i, "task", `Expected \`relevance\` to hold a name of at least ${settings.relevant}, got none.`);
          continue;
        }
        const ranking = readRanking(columns.text?.[i] as string, limitNames);
        if ("why" in ranking) out.set(i, 0, ranking.why);
        else {
          const value = retrievalScore(measure, judgedRanking(ranking, judgements), settings);
          out.set(i, Math.min(1, value), `${ranking.length} ranked`);
        }
      }
    },
  }),
});
