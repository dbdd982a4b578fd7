import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import { judgedRanking, rankByScore } from "./judged-ranking.ts";
import { kendallTau, pearsonCorrelation, spearmanCorrelation } from "./kendall-tau.ts";
import { readScores } from "./read-ranking.ts";
import { retrievalScore } from "./retrieval-score.ts";
import { weightedPairAgreement } from "./weighted-pair-agreement.ts";

const METRICS = ["weighted-pairs", "kendall", "kendall-a", "spearman", "pearson", "ndcg"] as const;

export interface ListAgreementOptions {
  /** How the two orders are compared. */
  readonly metric: (typeof METRICS)[number];
  /** What a tie costs where the reference has an order, as a share of the pair's weight. */
  readonly tieCost: number;
  /** Weight of a pair besides the distance of its reference scores. */
  readonly base: number;
  /** Where an object keeps its scores; without that key the object itself holds them. */
  readonly key: string;
  /** References with more names are a failure of the task. */
  readonly limitNames: number;
}

type ListInput = { readonly [K in keyof ListAgreementOptions]?: ListAgreementOptions[K] | undefined };

const options: z.ZodType<ListAgreementOptions, ListInput> = z.strictObject({
  metric: z.enum(METRICS).default("weighted-pairs"),
  tieCost: z.number().min(0).max(1).default(0.5), // 040 §Mechanism
  base: z.number().min(0).default(1), // 040 §Mechanism
  key: z.string().min(1).default("scores"),
  limitNames: z.int().positive().max(10_000).default(1000),
});

/**
 * How well the scores a text gives to a list agree with the reference scores of the list.
 *
 *   weighted pairs: 1 − Σ cost_ab / Σ w_ab,  w_ab = base + |g_a − g_b|,
 *     cost w_ab for a reversed pair, tieCost · w_ab for a tie where the reference has none
 *
 * A text that scores not every name of the list has the lowest value: 0 for weighted pairs and nDCG, −1 for
 * correlations. Scores that are all equal correlate 0. A reference that orders nothing abstains.
 *
 * @kind source
 * @unit scores, scores → −1 … 1
 * @paper 040 §Mechanism (weighted pairs), 068 (kendall-a, −1 for a format failure)
 * @alias listAgreement
 *
 * ```ts doctest
 * import { listAgreement } from "@guerdon/verify/ranking";
 * listAgreement({ metric: "kendall" }).range // => { min: -1, max: 1 }
 * ```
 */
export const listAgreement: SourceFactory<typeof options> = defineSource({
  name: "list-agreement",
  version: 1,
  summary: "How well stated scores of a list agree with its reference scores: weighted pairs, τ, ρ, r or nDCG.",
  options,
  build: (set: ListAgreementOptions) => {
    const lowest = set.metric === "weighted-pairs" || set.metric === "ndcg" ? 0 : -1;
    return {
      fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
      range: { min: lowest, max: 1 },
      score: (columns, out) => {
        for (let i = 0; i < out.length; i++) {
          const reference = readScores(columns.expected?.[i]);
          const wrong = "why" in reference ? reference.why : whyUnfit(reference, set);
          if ("why" in reference || wrong !== undefined) {
            out.fail(i, "task", `Expected \`expected\` to hold reference scores, got ${wrong}.`);
            continue;
          }
          const gold = [...reference.values()];
          if (gold.every((score) => score === gold[0])) {
            out.abstain(i, "the reference orders nothing");
            continue;
          }
          const scores = statedScores(columns.text?.[i] as string, set.key);
          const missing = "why" in scores ? scores.why : whatLacks(scores, reference);
          if ("why" in scores || missing !== undefined) out.set(i, lowest, missing);
          else
            out.set(
              i,
              agreement(
                [...reference.keys()].map((name) => scores.get(name) as number),
                reference,
                set,
              ),
            );
        }
      },
    };
  },
});

function statedScores(text: string, key: string): ReadonlyMap<string, number> | { readonly why: string } {
  const parsed = parseStrict(jsonText(text));
  if (parsed === undefined) return { why: "the text is not JSON" };
  const whole = parsed.value;
  const inner =
    typeof whole === "object" && whole !== null && !Array.isArray(whole) && Object.hasOwn(whole, key)
      ? (whole as { readonly [name: string]: Json })[key]
      : whole;
  return readScores(inner);
}

function whyUnfit(
  reference: ReadonlyMap<string, number>,
  { limitNames, metric }: ListAgreementOptions,
): string | undefined {
  if (reference.size < 2) return "fewer than two";
  if (reference.size > limitNames) return `more than ${limitNames}`;
  if (metric === "ndcg" && [...reference.values()].some((score) => score < 0 || !Number.isInteger(score)))
    return "one that is no whole number from 0";
  return undefined;
}

function whatLacks(scores: ReadonlyMap<string, number>, reference: ReadonlyMap<string, number>): string | undefined {
  let scored = 0;
  for (const name of reference.keys()) if (scores.has(name)) scored++;
  return scored === reference.size ? undefined : `${scored} of ${reference.size} names are scored`;
}

function agreement(
  scores: readonly number[],
  reference: ReadonlyMap<string, number>,
  { metric, tieCost, base }: ListAgreementOptions,
): number {
  const gold = [...reference.values()];
  if (metric === "weighted-pairs") return weightedPairAgreement(scores, gold, { tieCost, base });
  if (metric === "ndcg") {
    const names = [...reference.keys()];
    const order = rankByScore(names.map((name, i) => [name, scores[i] as number] as const));
    return Math.min(1, retrievalScore("ndcg", judgedRanking(order, reference)));
  }
  if (metric === "pearson") return pearsonCorrelation(scores, gold) ?? 0;
  if (metric === "spearman") return spearmanCorrelation(scores, gold) ?? 0;
  return kendallTau(scores, gold, metric === "kendall" ? "b" : "a") ?? 0;
}
