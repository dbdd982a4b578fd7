import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { processPool } from "@guerdon/verify/pool";
import { describe, expect, it } from "vitest";
import { library } from "../packages/cli/src/program-file/library.ts";
import { loadProgram } from "../packages/cli/src/program-file/load-program.ts";
import { parseMap, readRows } from "../packages/cli/src/rollout-file/index.ts";
import { FileScorer } from "../packages/cli/src/score/score-file.ts";
import { systemClock } from "../packages/cli/src/system-clock.ts";

/** The examples on real model outputs, the way `guerdon score` runs them. */
const path = (name: string): string =>
  fileURLToPath(new URL(`../../shared/data/math/${name}.jsonl.gz`, import.meta.url));
const absent = (name: string): boolean => {
  if (existsSync(path(name))) return false;
  console.log(`skipped: ../shared/data/math/${name}.jsonl.gz is not there`);
  return true;
};

interface Row {
  readonly id: string;
  readonly model: string;
  readonly is_correct?: boolean;
  readonly correct?: boolean;
}

async function passes(
  example: string,
  name: string,
  text: string,
): Promise<readonly (Row & { readonly passed: boolean })[]> {
  const { program } = await loadProgram(fileURLToPath(new URL(`../examples/${example}`, import.meta.url)), library);
  const pool = processPool({ size: 2 });
  const passed: boolean[] = [];
  try {
    const scorer = new FileScorer(program as NonNullable<typeof program>, { clock: systemClock, pool });
    const map = parseMap(JSON.stringify({ "sample.output_text": text, "item.answer": "gold", group: "id" }));
    await scorer.run(readRows(path(name)), map, 0, {
      rows: (texts) => void passed.push(...texts.map(({ total }) => total === "1")),
      progress: () => undefined,
      stopped: () => false,
    });
  } finally {
    await pool.close();
  }
  const rows = gunzipSync(readFileSync(path(name)))
    .toString()
    .trimEnd()
    .split("\n");
  expect(passed.length).toBe(rows.length);
  return rows.map((row, i) => ({ ...(JSON.parse(row) as Row), passed: passed[i] as boolean }));
}

describe.skipIf(absent("gsm8k_model_solutions"))("GSM8K model solutions", () => {
  it.each(["gsm8k.yaml", "math.yaml"])("examples/%s gives the stored verdict on all 5,276 rows", async (example) => {
    const rows = await passes(example, "gsm8k_model_solutions", "solution");
    expect(rows.length).toBe(5276);
    expect(rows.filter(({ passed, is_correct }) => passed !== is_correct)).toEqual([]);
  });
});

describe.skipIf(absent("zeroeval_gsm_outputs"))("ZeroEval GSM8K outputs", () => {
  it("examples/gsm8k.yaml differs from the stored verdict on three rows, each with its reason in bench/README.md", async () => {
    const rows = await passes("gsm8k.yaml", "zeroeval_gsm_outputs", "output");
    const off = rows.filter(({ passed, correct }) => passed !== correct);
    expect(off.map(({ id, model, passed }) => [id, model, passed])).toEqual([
      ["gsm8k-test-191", "Phi-3.5-mini-instruct", true],
      ["gsm8k-test-1221", "Phi-3.5-mini-instruct", false],
      ["gsm8k-test-1089", "Qwen2-7B-Instruct", false],
    ]);
  });
});

describe.skipIf(absent("zeroeval_math_l5_outputs"))("ZeroEval MATH level 5 outputs", () => {
  it("examples/math.yaml lands within a point of each model's reported accuracy", async () => {
    const rows = await passes("math.yaml", "zeroeval_math_l5_outputs", "output");
    const accuracy = (model: string): number => {
      const own = rows.filter((row) => row.model === model);
      return (100 * own.filter(({ passed }) => passed).length) / own.length;
    };
    expect(Math.abs(accuracy("Qwen2.5-7B-Instruct") - 51.46)).toBeLessThan(1);
    expect(Math.abs(accuracy("gemma-2-9b-it") - 19.42)).toBeLessThan(1);
    expect(Math.abs(accuracy("gpt-4o-mini-2024-07-18") - 52.15)).toBeLessThan(1);
    expect(Math.abs(accuracy("claude-3-5-haiku-20241022") - 46.46)).toBeLessThan(1);
    expect(Math.abs(accuracy("Meta-Llama-3-8B-Instruct") - 7.91)).toBeLessThan(1);
    expect(Math.abs(accuracy("o1-mini-2024-09-12") - 89.32)).toBeLessThan(1);
  });
});
