import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type JudgedRanking, judgedRanking, rankByScore } from "./judged-ranking.ts";
import { type RetrievalMeasure, type RetrievalSettings, retrievalScore } from "./retrieval-score.ts";

const DATA = new URL("../../../../../shared/data/ir/trec_eval/", import.meta.url);
const ABSENT = "the data is not beside this repository: ../shared/data/ir/trec_eval";

const NAMED: { readonly [name: string]: RetrievalMeasure } = {
  map: "average-precision",
  ndcg: "ndcg",
  recip_rank: "reciprocal-rank",
  bpref: "bpref",
  Rprec: "r-precision",
  rbp: "rank-biased-precision",
  infAP: "inferred-average-precision",
  set_P: "precision",
  set_recall: "recall",
  set_relative_P: "relative-precision",
  P: "precision",
  recall: "recall",
  ndcg_cut: "ndcg",
  map_cut: "average-precision",
  relative_P: "relative-precision",
  success: "success",
  iprec_at_recall: "interpolated-precision",
};

function lines(file: string): readonly (readonly string[])[] {
  const bytes = readFileSync(new URL(file, DATA));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/u));
}

function rankings(): ReadonlyMap<string, JudgedRanking> {
  const qrels = new Map<string, Map<string, number>>();
  for (const [query, , id, level] of lines("qrels.test.gz") as readonly [string, string, string, string][])
    qrels.set(query, (qrels.get(query) ?? new Map<string, number>()).set(id, Number(level)));
  const runs = new Map<string, [string, number][]>();
  for (const [query, , id, , score] of lines("results.test.gz") as readonly [string, string, string, string, string][])
    runs.set(query, [...(runs.get(query) ?? []), [id, Number(score)]]);
  return new Map(
    [...runs].map(([query, run]) => [query, judgedRanking(rankByScore(run), qrels.get(query) ?? new Map())]),
  );
}

/** What a printed name asks for, or undefined for a measure that is not offered. */
function asked(name: string): readonly [RetrievalMeasure, RetrievalSettings] | undefined {
  const [, base = name, setting] = /^(.*?)_([\d.]+)$/u.exec(name) ?? [];
  const measure = NAMED[base];
  if (measure === undefined) return undefined;
  if (setting === undefined) return [measure, {}];
  return [measure, base === "iprec_at_recall" ? { recallPoint: Number(setting) } : { cut: Number(setting) }];
}

describe("trec_eval", () => {
  it("prints what we compute in all 345 lines of the measures offered, per query and on average", (context) => {
    if (!existsSync(DATA)) return context.skip(ABSENT);
    const all = rankings();
    let equal = 0;
    const unequal: string[] = [];
    for (const line of [...lines("out.test.aq"), ...lines("out.test.a")]) {
      const [name, query, printed] = line as unknown as readonly [string, string, string];
      const wanted = asked(name);
      if (wanted === undefined) continue;
      const queries = query === "all" ? [...all.values()] : [all.get(query) as JudgedRanking];
      const mean =
        queries.reduce((sum, ranking) => sum + retrievalScore(wanted[0], ranking, wanted[1]), 0) / queries.length;
      if (mean.toFixed(4) === printed) equal++;
      else unequal.push(`${name} ${query}: printed ${printed}, got ${mean}`);
    }
    expect(unequal).toEqual([]);
    expect(equal).toBe(345);
  });
});

interface ChoiceCase {
  readonly metric_class: string;
  readonly name: string;
  readonly metric_params: { readonly k?: number };
  readonly doc: { readonly gold_index: number | readonly number[] };
  readonly model_response: { readonly logprobs: readonly number[] };
  readonly expected: { readonly [metric: string]: number };
}

const CASES = new URL("../../../../../shared/data/metrics/lighteval_metric_cases.jsonl.gz", import.meta.url);

describe("lighteval's test cases of choices ranked by their likelihood", () => {
  it("gives the reciprocal rank and the success in the first k of all 7", (context) => {
    if (!existsSync(CASES)) return context.skip("the data is not beside this repository: ../shared/data/metrics");
    const off: string[] = [];
    let count = 0;
    for (const line of gunzipSync(readFileSync(CASES)).toString().trim().split("\n")) {
      const { metric_class, name, metric_params, doc, model_response, expected } = JSON.parse(line) as ChoiceCase;
      if (metric_class !== "mrr" && metric_class !== "recall_at_k") continue;
      // Of equal scores trec_eval has the greater name first, lighteval the earlier choice.
      const nameOf = (at: number): string => String(9 - at);
      const judged = new Map([doc.gold_index].flat().map((at) => [nameOf(at), 1]));
      const run = model_response.logprobs.map((likelihood, at): [string, number] => [nameOf(at), likelihood]);
      const ranking = judgedRanking(rankByScore(run), judged);
      const measure = metric_class === "mrr" ? "reciprocal-rank" : "success";
      const got = retrievalScore(measure, ranking, metric_params.k === undefined ? {} : { cut: metric_params.k });
      if (Math.abs(got - (Object.values(expected)[0] as number)) > 1e-6) off.push(name);
      count++;
    }
    expect(off).toEqual([]);
    expect(count).toBe(7);
  });
});
