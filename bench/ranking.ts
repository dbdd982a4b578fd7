import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  judgedRanking,
  kendallTau,
  type RetrievalMeasure,
  rankByScore,
  retrievalScore,
  spearmanCorrelation,
} from "@guerdon/verify/ranking";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Retrieval measures against pytrec_eval (trec_eval in C), rank correlations against scipy; both check each other. */
const QUERIES = 500;
const DOCUMENTS = 200;
const LISTS = 500;
const ROUNDS = 5;
const MEASURES: readonly (readonly [printed: string, RetrievalMeasure, { readonly cut?: number }])[] = [
  ["ndcg", "ndcg", {}],
  ["map", "average-precision", {}],
  ["recip_rank", "reciprocal-rank", {}],
  ["recall_10", "recall", { cut: 10 }],
  ["bpref", "bpref", {}],
];

let seed = 7;
function draw(below: number): number {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
}

type Run = { readonly [id: string]: number };
const runs: { [query: string]: Run } = {};
const qrels: { [query: string]: Run } = {};
for (let q = 0; q < QUERIES; q++) {
  const ids = Array.from({ length: DOCUMENTS }, (_, i) => `d${i}`);
  runs[`q${q}`] = Object.fromEntries(ids.map((id) => [id, draw(500) / 8]));
  qrels[`q${q}`] = Object.fromEntries([["d0", 1], ...ids.slice(1, 100).map((id) => [id, Math.max(0, draw(9) - 5)])]);
}
const lists = Array.from({ length: LISTS }, () => {
  const a = Array.from({ length: 50 }, () => draw(20));
  return [a, a.map((value) => value + draw(20))] as const;
});

const kept: number[][] = [];
function measureAll(): number {
  kept.length = 0;
  const started = performance.now();
  for (const [query, run] of Object.entries(runs)) {
    const ranking = judgedRanking(rankByScore(Object.entries(run)), new Map(Object.entries(qrels[query] as Run)));
    kept.push(MEASURES.map(([, measure, settings]) => retrievalScore(measure, ranking, settings)));
  }
  return performance.now() - started;
}

const correlated = { tau: [] as number[], rho: [] as number[] };
function correlateAll(by: "tau" | "rho"): number {
  const correlation = by === "tau" ? kendallTau : spearmanCorrelation;
  const started = performance.now();
  correlated[by] = lists.map(([a, b]) => correlation(a, b) ?? Number.NaN);
  return performance.now() - started;
}

interface PythonResult {
  readonly ms: number;
  readonly tauMs: number;
  readonly rhoMs: number;
  readonly scores: { readonly [query: string]: { readonly [measure: string]: number } };
  readonly tau: readonly number[];
  readonly rho: readonly number[];
}

function farthest({ scores, tau, rho }: PythonResult): number {
  const gaps = Object.keys(runs).flatMap((query, q) =>
    MEASURES.map(([printed], m) => Math.abs((scores[query]?.[printed] as number) - (kept[q]?.[m] as number))),
  );
  const others = [
    ...tau.map((v, i) => v - (correlated.tau[i] as number)),
    ...rho.map((v, i) => v - (correlated.rho[i] as number)),
  ];
  return Math.max(...gaps, ...others.map(Math.abs));
}

const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "rankings.json");
writeFileSync(file, JSON.stringify({ runs, qrels, lists }));
const lacking = pythonLacks("pytrec_eval, scipy");
if (lacking !== undefined) console.log(lacking);
const raw = { retrieval: [] as number[][], tau: [] as number[][], rho: [] as number[][] };
let gap = 0;
for (let round = 0; round < ROUNDS; round++) {
  measureAll();
  correlateAll("tau");
  correlateAll("rho");
  const own = [measureAll(), correlateAll("tau"), correlateAll("rho")] as const;
  const python = lacking === undefined ? (runPython("ranking.py", [file]) as PythonResult) : undefined;
  raw.retrieval.push(python === undefined ? [own[0]] : [own[0], python.ms]);
  raw.tau.push(python === undefined ? [own[1]] : [own[1], python.tauMs]);
  raw.rho.push(python === undefined ? [own[2]] : [own[2], python.rhoMs]);
  if (python !== undefined) gap = Math.max(gap, farthest(python));
}
rmSync(folder, { recursive: true, force: true });

function line(
  what: string,
  rounds: readonly (readonly number[])[],
): { readonly what: string; readonly figure: string } {
  const own = `${median(rounds.map(([ms]) => ms as number)).toFixed(1)} ms`;
  if (lacking !== undefined) return { what, figure: own };
  const ratio = median(rounds.map(([ms, python]) => (python as number) / (ms as number)));
  return { what, figure: `${own}, ${ratio.toFixed(1)} × its Python reference` };
}

const lines = [
  line(`five measures of ${QUERIES} rankings of ${DOCUMENTS}, against pytrec_eval`, raw.retrieval),
  line(`Kendall's τ-b of ${LISTS} lists of 50, against scipy`, raw.tau),
  line(`Spearman's ρ of ${LISTS} lists of 50, against scipy`, raw.rho),
];
if (lacking === undefined) lines.push({ what: "largest difference from them", figure: gap.toExponential(1) });
report("ranking", lines, raw);
