import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { dataFile, type Line, report } from "./side-by-side.ts";

/** Verdicts of `guerdon score` against the stored ones, on the real model outputs in ../shared/data. */
interface Row {
  readonly id: string;
  readonly model: string;
  readonly gold: string;
  readonly is_correct?: boolean;
  readonly correct?: boolean;
}

interface Scored {
  readonly row: Row;
  readonly passed: boolean;
  readonly evidence: string;
}

/** Accuracies in per cent as reported for the outputs, by model (MATH level 5). */
const REPORTED: { readonly [model: string]: number } = {
  "Qwen2.5-7B-Instruct": 51.46,
  "gemma-2-9b-it": 19.42,
  "gpt-4o-mini-2024-07-18": 52.15,
  "claude-3-5-haiku-20241022": 46.46,
  "Meta-Llama-3-8B-Instruct": 7.91,
  "o1-mini-2024-09-12": 89.32,
};

const main = fileURLToPath(new URL("../packages/cli/bin/guerdon.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));

function score(program: string, file: string, text: string): readonly Scored[] {
  const out = join(folder, "out.jsonl");
  const map = JSON.stringify({ "sample.output_text": text, "item.answer": "gold", group: "id" });
  const path = fileURLToPath(new URL(`../examples/${program}`, import.meta.url));
  execFileSync(process.execPath, [main, "score", path, file, "--map", map, "--out", out, "--json"]);
  const rows = gunzipSync(readFileSync(file))
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
  const scores = readFileSync(out, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return rows.map((row, i) => ({
    row,
    passed: scores[i].total === 1,
    evidence: scores[i].notes.evidence?.correct ?? "",
  }));
}

const lines: Line[] = [];
const raw: Record<string, unknown> = {};

function verdicts(name: string, program: string, text: string, asked: string): void {
  const file = dataFile(`math/${name}.jsonl.gz`);
  if (file === undefined) return;
  const scored = score(program, file, text);
  const off = scored.filter(({ row, passed }) => passed !== (row.is_correct ?? row.correct));
  for (const { row, passed, evidence } of off) {
    console.log(`  ${row.id} ${row.model}: gold ${row.gold}, stored ${!passed}, ours ${passed} (${evidence})`);
  }
  const share = (100 * (1 - off.length / scored.length)).toFixed(2);
  const figure = `${scored.length - off.length} of ${scored.length} verdicts equal (${share} %)`;
  lines.push({ what: `\`${name}\` with \`examples/${program}\``, figure, asked });
  raw[`${name} ${program}`] = off;
}

function accuracies(name: string, program: string): void {
  const file = dataFile(`math/${name}.jsonl.gz`);
  if (file === undefined) return;
  const scored = score(program, file, "output");
  const gaps = Object.entries(REPORTED).map(([model, reported]) => {
    const own = scored.filter(({ row }) => row.model === model);
    const accuracy = (100 * own.filter(({ passed }) => passed).length) / own.length;
    return { model, reported, accuracy, gap: accuracy - reported };
  });
  for (const { model, reported, accuracy } of gaps)
    console.log(`  ${model}: ${accuracy.toFixed(2)} % (reported ${reported} %)`);
  const largest = Math.max(...gaps.map(({ gap }) => Math.abs(gap)));
  lines.push({
    what: `\`${name}\` with \`examples/${program}\`, accuracy of ${gaps.length} models`,
    figure: `at most ${largest.toFixed(2)} points from the reported one`,
    asked: "within 1 point",
  });
  raw[`${name} ${program}`] = gaps;
}

verdicts("gsm8k_model_solutions", "gsm8k.yaml", "solution", "all rows");
verdicts("gsm8k_model_solutions", "math.yaml", "solution", "all rows");
verdicts("zeroeval_gsm_outputs", "gsm8k.yaml", "output", "≥ 99.9 %");
accuracies("zeroeval_math_l5_outputs", "math.yaml");
rmSync(folder, { recursive: true, force: true });
report("agreement", lines, raw);
