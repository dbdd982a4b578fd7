import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { bubblewrapPython, DEFAULT_LIMITS, type SandboxResult } from "../sandbox/index.ts";

const DATA = new URL("../../../../../shared/data/code/", import.meta.url);
const backend = bubblewrapPython();
const why = existsSync(DATA) ? await backend.absent() : "the data is not beside the repository";
if (why !== undefined) console.log(`skipped: ${why}`);
afterAll(() => backend.close());

interface Sample {
  readonly task: string;
  readonly solution: string;
  readonly published: boolean;
  readonly rerun: string;
}
interface TestText {
  readonly task: string;
  readonly entry_point: string;
  readonly test: string;
}

function load<T>(name: string): T[] {
  const text = gunzipSync(readFileSync(new URL(name, DATA))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

// The recipe of the data: "the usual import header (typing, math, re, itertools, heapq)", for a program whose publisher
// counts it as passing. Without it 13 of those fail for a missing import, with it before all programs 28 others go on
// where the data has NameError; neither the model nor the benchmark parts the two.
const HEADER = "from typing import *\nimport typing, math, re, itertools, heapq\n";

/** The verdict in the words of the data. */
function words(result: SandboxResult): string {
  if ("fault" in result) return `fault:${result.fault.blame}`;
  const { status, error } = result.verdict;
  if (status === "passed") return "pass";
  if (status === "timed-out") return "timeout";
  if (error === "AssertionError") return "assert";
  return error === "syntax" ? "syntax" : `error:${error}`;
}

/** The row that its publisher judged by another text of the test than the one that is kept: a tuple without brackets. */
const OTHER_TEST = 1949;
const testOf = (row: number, test: string): string =>
  row === OTHER_TEST ? test.replaceAll(/== \((-\d),(-\d)\)/gu, "== $1,$2") : test;

/** Rows that differ. Each is run by a bare interpreter too, which must say what the sandbox says. */
const DIFFERENCES: { readonly [row: number]: string } = {
  2180: "MBPP/480: the largest of a set of letters by count, which depends on the hash seed",
  2538: "MBPP/129: the program imports numpy; GUERDON_PYTHON_PACKAGES names no folder that has it",
  3018: "MBPP/123: takes about the 4 s that are allowed, so the machine decides",
  3390: "MBPP/480: as row 2180",
};
/** Rows for which the data fixes no verdict: another hash seed, another verdict. */
const BY_SEED = [2180, 3390];
// The data allows 4 s of the processor; how long that takes on the clock is the machine's affair.
const LIMITS = { ...DEFAULT_LIMITS, wallMs: 60_000 };

/** What a bare interpreter says of a program with its test: whether it ends well. */
function bare(source: string, test: string, entry: string, seed: number): boolean {
  const input = `${source}\n${test}\ncheck(${entry})\n`;
  const env = { PYTHONHASHSEED: String(seed) };
  return spawnSync("/usr/bin/python3", ["-s", "-S", "-"], { input, env, timeout: 60_000 }).status === 0;
}

describe.skipIf(why !== undefined)("programs of models for HumanEval and MBPP (3,476 verdicts)", () => {
  it("agrees but for the differences that are explained", { timeout: 600_000 }, async () => {
    const tests = new Map(load<TestText>("code_tests.jsonl.gz").map((row) => [row.task, row]));
    const samples = load<Sample>("code_samples_verdicts.jsonl.gz");
    const sourceOf = ({ solution, published }: Sample): string => (published ? HEADER : "") + solution;
    const different: number[] = [];
    await Promise.all(
      samples.map(async (sample, i) => {
        const { test: kept, entry_point } = tests.get(sample.task) as TestText;
        const test = testOf(i, kept);
        const setup = sample.published ? HEADER : "";
        const program = { source: sourceOf(sample), tests: [test], setup, entryPoint: entry_point };
        const got = words(await backend.run({ language: "python", ...program }, LIMITS));
        if (got === sample.rerun) return;
        different.push(i);
        console.log(`${i} ${sample.task}: ${sample.rerun}, got ${got}: ${DIFFERENCES[i] ?? "not explained"}`);
        if (DIFFERENCES[i] !== undefined && got !== "timeout") {
          expect(bare(program.source, test, entry_point, 0), DIFFERENCES[i]).toBe(got === "pass");
        }
      }),
    );
    for (const i of BY_SEED) {
      const sample = samples[i] as Sample;
      const { test, entry_point } = tests.get(sample.task) as TestText;
      const seeds = [0, 1].map((seed) => bare(sourceOf(sample), test, entry_point, seed));
      expect(seeds).toEqual([true, false]);
    }
    const fixed = samples.length - BY_SEED.length;
    const equal = fixed - different.filter((i) => !BY_SEED.includes(i)).length;
    console.log(
      `${samples.length - different.length} of ${samples.length} equal; ${equal} of ${fixed} without the seed`,
    );
    expect(testOf(OTHER_TEST, tests.get("MBPP/436")?.test ?? "")).toContain("== -1,-6");
    expect(different.filter((i) => DIFFERENCES[i] === undefined)).toEqual([]);
    expect(equal / fixed).toBeGreaterThanOrEqual(0.999);
  });
});
