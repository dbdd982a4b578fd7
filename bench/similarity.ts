import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  editDistance,
  fuzzyRatio,
  meteorScore,
  rougeScore,
  sentenceBleu,
  sentenceChrf,
  sentenceTer,
  splitWords,
} from "@guerdon/verify/similarity";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * Text metrics beside their Python references, which must give the same sums. rapidfuzz is there twice: in Python, and as
 * it is installed, in C++.
 * Rates are by processor time, on both sides.
 * Usage: similarity.ts [ROWS]
 */
const COUNT = Number(process.argv[2] ?? 300);
const ROUNDS = 5;

type Metric = (text: string, reference: string) => number;

const METRICS: { readonly [name: string]: Metric } = {
  BLEU: (h, r) => sentenceBleu(h, [r]),
  chrF: (h, r) => sentenceChrf(h, [r]),
  "chrF++": (h, r) => sentenceChrf(h, [r], { wordOrder: 2 }),
  TER: (h, r) => sentenceTer(h, [r]),
  "ROUGE-2": (h, r) => rougeScore(h, r, "rouge2").f1,
  "ROUGE-L, stems": (h, r) => rougeScore(h, r, "rougeL", { stemmer: true }).f1,
  "ROUGE-Lsum": (h, r) => rougeScore(h, r, "rougeLsum").f1,
  METEOR: (h, r) => meteorScore(splitWords(h), splitWords(r)),
  Levenshtein: (h, r) => editDistance(h, r, "levenshtein"),
  ratio: (h, r) => fuzzyRatio(h, r) / 100,
  "weighted ratio": (h, r) => fuzzyRatio(h, r, "weighted-ratio") / 100,
  "Levenshtein (C++)": (h, r) => editDistance(h, r, "levenshtein"),
  "ratio (C++)": (h, r) => fuzzyRatio(h, r) / 100,
  "weighted ratio (C++)": (h, r) => fuzzyRatio(h, r, "weighted-ratio") / 100,
};

let state = 1;
function below(limit: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

/** Texts of three sentences over 2,000 made-up words, and versions of them with a third of the words changed or moved. */
function makeRows(count: number): [text: string, reference: string][] {
  const parts = ["ra", "to", "min", "el", "sur", "ing", "ed", "ation", "co", "pla", "ter", "ness"];
  const words = Array.from({ length: 2000 }, () =>
    Array.from({ length: 1 + below(4) }, () => parts[below(parts.length)]).join(""),
  );
  const pick = (): string => words[Math.floor(below(2000) * (below(1000) / 1000))] as string;
  return Array.from({ length: count }, () => {
    const reference = Array.from({ length: 45 }, (_, i) => pick() + (i % 15 === 14 ? ".\n" : i % 6 === 5 ? "," : ""));
    const text = reference.map((word) => (below(4) === 0 ? pick() : word));
    const phrase = text.splice(below(35), 4);
    text.splice(below(40), 0, ...phrase);
    return [text.join(" "), reference.join(" ")];
  });
}

/** Processor time of this process, its helper threads included: a busy machine slows neither side. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Round {
  readonly rates: { readonly [name: string]: number };
  readonly sums: { readonly [name: string]: number };
}

function measure(rows: readonly (readonly [string, string])[]): Round {
  const rates: { [name: string]: number } = {};
  const sums: { [name: string]: number } = {};
  for (const [name, metric] of Object.entries(METRICS)) {
    const started = cpuSeconds();
    let passes = 0;
    do {
      sums[name] = rows.reduce((sum, [text, reference]) => sum + metric(text, reference), 0);
      passes++;
    } while (cpuSeconds() - started < 0.3);
    rates[name] = (passes * rows.length) / (cpuSeconds() - started);
  }
  return { rates, sums };
}

const rows = makeRows(COUNT);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "rows.jsonl");
writeFileSync(file, rows.map((row) => JSON.stringify(row)).join("\n"));
const lacking = ["sacrebleu", "rouge_score", "rapidfuzz", "nltk"].map(pythonLacks).find((word) => word !== undefined);
if (lacking !== undefined) console.log(lacking);
measure(rows.slice(0, 50));
const ours: Round[] = [];
const theirs: Round[] = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(measure(rows));
  if (lacking === undefined) theirs.push(runPython("similarity.py", [file]) as Round);
}
rmSync(folder, { recursive: true, force: true });

const lines = Object.keys(METRICS).map((name) => {
  const rate = median(ours.map(({ rates }) => rates[name] as number));
  const what = `${name}, 45 words against 45`;
  const figure = `${Math.round(rate).toLocaleString("en-US")} rows/s`;
  if (theirs.length === 0) return { what, figure };
  for (const { sums } of theirs) {
    const off = Math.abs((sums[name] as number) - (ours[0]?.sums[name] as number));
    if (!(off < 1e-6 * COUNT)) throw new Error(`${name} differs from Python by ${off} in ${COUNT} rows`);
  }
  const ratio = median(ours.map(({ rates }, k) => (rates[name] as number) / (theirs[k]?.rates[name] as number)));
  const compiled = name.endsWith("(C++)");
  return {
    what,
    figure: `${figure}, ${ratio.toFixed(ratio < 10 ? 1 : 0)} × Python`,
    ...(compiled ? {} : { asked: "≥ 10 ×" }),
  };
});
report("similarity", lines, { ours, theirs });
