import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { compileCallCheck } from "../packages/verify/src/tools/compile-call-check.ts";
import { type CallCase, goldCalls, mutations } from "../packages/verify/src/tools/mutate-calls.test-support.ts";
import { parseExactJson } from "../packages/verify/src/tools/parse-calls.ts";
import { type CallValue, isRecord, type ToolCall, WholeFloat } from "../packages/verify/src/tools/tool-call.ts";
import { dataFile, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Checks of calls by the rules of BFCL: gold calls and their mutations, against the checker of bfcl_eval. */
const ROUNDS = 5;
const path = dataFile("tools/bfcl_cases.jsonl.gz");
if (path !== undefined) run(path);

interface PythonResult {
  readonly checksPerSecond: number;
  readonly verdicts: readonly boolean[];
}

function run(file: string): void {
  const rows = gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split("\n")
    .map((line) => (parseExactJson(line) as { value: unknown }).value as CallCase);
  const cases = rows.map((row) => ({ row, lists: [goldCalls(row), ...mutations(row).map(({ calls }) => calls)] }));
  const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
  const lines = join(folder, "calls.jsonl");
  writeFileSync(lines, cases.flatMap(({ row, lists }) => lists.map((calls) => asLine(row, calls))).join("\n"));
  const lacking = pythonLacks("bfcl_eval");
  if (lacking !== undefined) console.log(lacking);
  const rates = { check: [] as number[], compileAndCheck: [] as number[], python: [] as number[] };
  let differing = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { rate, verdicts } = checkAll(cases, false);
    rates.check.push(rate);
    rates.compileAndCheck.push(checkAll(cases, true).rate);
    if (lacking !== undefined) continue;
    const python = runPython("tools.py", [lines]) as PythonResult;
    rates.python.push(python.checksPerSecond);
    differing = python.verdicts.filter((valid, i) => valid !== verdicts[i]).length;
  }
  rmSync(folder, { recursive: true, force: true });
  const whole = (rate: number): string => `${Math.round(rate).toLocaleString("en-US")} checks/s`;
  const out = [
    { what: "BFCL checks, answers compiled once a case", figure: whole(median(rates.check)) },
    { what: "BFCL checks, answers compiled for each list of calls", figure: whole(median(rates.compileAndCheck)) },
  ];
  if (rates.python.length > 0) {
    const ratio = (mine: readonly number[]): string =>
      `${median(mine.map((rate, i) => rate / (rates.python[i] as number))).toFixed(1)} ×`;
    out.push({ what: "the same by bfcl_eval in Python", figure: whole(median(rates.python)) });
    out.push({ what: "compiled once against Python, median of the rounds", figure: ratio(rates.check) });
    out.push({ what: "compiled each time against Python, median of the rounds", figure: ratio(rates.compileAndCheck) });
    out.push({ what: "verdicts that differ from bfcl_eval", figure: String(differing) });
  }
  report("tools", out, rates);
}

interface Case {
  readonly row: CallCase;
  readonly lists: readonly (readonly ToolCall[])[];
}

function checkAll(
  cases: readonly Case[],
  each: boolean,
): { readonly rate: number; readonly verdicts: readonly boolean[] } {
  const verdicts: boolean[] = [];
  const start = performance.now();
  for (const { row, lists } of cases) {
    let check = compileCallCheck(row.functions, row.ground_truth);
    for (const calls of lists) {
      if (each) check = compileCallCheck(row.functions, row.ground_truth);
      verdicts.push(check(calls) === undefined);
    }
  }
  return { rate: verdicts.length / ((performance.now() - start) / 1000), verdicts };
}

function asLine({ functions, ground_truth: accepted, category }: CallCase, calls: readonly ToolCall[]): string {
  const listed = calls.map(({ name, arguments: given }) => ({ [name]: given }));
  return `[${[functions as unknown as CallValue, listed, accepted as unknown as CallValue, category].map(exactText).join(",")}]`;
}

/** JSON that keeps 1.0 apart from 1. */
function exactText(value: CallValue): string {
  if (value instanceof WholeFloat) return value.value.toFixed(1);
  if (Array.isArray(value)) return `[${value.map(exactText).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${exactText(entry)}`)}}`;
}
