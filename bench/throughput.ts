import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scoreBatch } from "@guerdon/core/engine";
import { compileProgram, parseProgram } from "@guerdon/core/program";
import { makeBatch, type Rollout } from "@guerdon/core/signal";
import { library } from "../packages/cli/src/program-file/library.ts";
import { systemClock } from "../packages/cli/src/system-clock.ts";
import { shortAnswers } from "./short-answers.ts";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * Maths, format and length on short numeric answers, one core: the engine, the whole command line, and Python doing
 * the same with Math-Verify. Usage: throughput.ts [ROLLOUTS] [PYTHON_ROLLOUTS]
 */
const COUNT = Number(process.argv[2] ?? 200_000);
const PYTHON_COUNT = Number(process.argv[3] ?? 2_000);
const BATCH = 2048;
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "rows.jsonl");
const program = fileURLToPath(new URL("./throughput.yaml", import.meta.url));
const answers = shortAnswers(COUNT);
writeFileSync(
  file,
  answers
    .map((a) => JSON.stringify({ id: a.id, group: a.group, item: { answer: a.answer }, completion: a.completion }))
    .join("\n"),
);

async function engine(): Promise<number> {
  const { spec } = await parseProgram(readFileSync(program, "utf8"));
  const compiled = compileProgram(spec, library);
  const rollouts = answers.map(
    ({ id, group, completion, answer }): Rollout => ({
      id,
      group,
      item: { answer },
      prompt: [],
      completion: [{ role: "assistant", content: completion }],
    }),
  );
  const started = performance.now();
  for (let at = 0; at < COUNT; at += BATCH) {
    const { total } = await scoreBatch(compiled, makeBatch(rollouts.slice(at, at + BATCH)), { clock: systemClock });
    if (total.present.includes(0)) throw new Error("a short numeric answer was not scored");
  }
  return COUNT / ((performance.now() - started) / 1000);
}

function commandLine(): number {
  const main = fileURLToPath(new URL("../packages/cli/bin/guerdon.js", import.meta.url));
  const printed = execFileSync(process.execPath, [main, "score", program, file, "--json"], { encoding: "utf8" });
  return (JSON.parse(printed) as { rolloutsPerSecond: number }).rolloutsPerSecond;
}

interface PythonResult {
  readonly rolloutsPerSecond: number;
  readonly totals: readonly number[];
}

const lacking = pythonLacks("math_verify");
if (lacking !== undefined) console.log(lacking);
const rates = { engine: [] as number[], commandLine: [] as number[], python: [] as number[] };
for (let round = 0; round < ROUNDS; round++) {
  rates.engine.push(await engine());
  rates.commandLine.push(commandLine());
  if (lacking === undefined)
    rates.python.push((runPython("throughput.py", [file, String(PYTHON_COUNT)]) as PythonResult).rolloutsPerSecond);
}
rmSync(folder, { recursive: true, force: true });

const whole = (rate: number): string => `${Math.round(rate).toLocaleString("en-US")} rollouts/s`;
const lines = [
  {
    what: "maths + format + length, short numeric answers, engine, one core",
    figure: whole(median(rates.engine)),
    asked: "≥ 50,000 rollouts/s",
  },
  { what: "the same by `guerdon score`, reading and parsing included", figure: whole(median(rates.commandLine)) },
];
if (rates.python.length > 0) {
  const ratio = median(rates.engine.map((rate, i) => rate / (rates.python[i] as number)));
  lines.push({ what: "the same by Python with Math-Verify", figure: whole(median(rates.python)) });
  lines.push({ what: "engine against Python, median of the rounds", figure: `${ratio.toFixed(0)} ×`, asked: "≥ 25 ×" });
}
report("throughput", lines, rates);
