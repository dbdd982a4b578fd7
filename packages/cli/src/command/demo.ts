import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Program, parseProgram } from "@guerdon/core/program";
import type { Json } from "@guerdon/core/signal";
import {
  type ExperimentSpec,
  type JournalRow,
  jobFolder,
  parseExperiment,
  readJournal,
  runExperiment,
} from "@guerdon/lab/experiment";
import { loadTokenModel } from "@guerdon/lab/run";
import { answersText } from "../demo/answers-text.ts";
import { DEMO_MODEL, DEMO_REWARDS, DEMO_TRAINING, dataFile } from "../demo/demo-model.ts";
import { hackText } from "../demo/hack-text.ts";
import { nameHack } from "../demo/name-hack.ts";
import { sampleAnswers } from "../demo/sample-answers.ts";
import { readCurves } from "../lab/curve.ts";
import { experimentReport } from "../lab/experiment-report.ts";
import { printResult } from "../lab/print-result.ts";
import { watchExperiment } from "../lab/watch-experiment.ts";
import { library } from "../program-file/library.ts";
import { loadProgram } from "../program-file/load-program.ts";

export interface DemoOptions {
  readonly seconds: number;
  readonly seeds: number;
  readonly workers: number;
  readonly out?: string;
  readonly open: boolean;
  readonly json?: boolean;
}

const WEIGHTS = "demo-model.safetensors";
const SAMPLES = 64;

/** `guerdon demo`: a small model learns from a reward, then from one that can be hacked, in about a minute. */
export async function demo({ seconds, seeds, workers, out, open, json = false }: DemoOptions): Promise<number> {
  const say = (text: string): void => void (json ? process.stderr : process.stdout).write(`${text}\n`);
  const folder = out ?? mkdtempSync(join(tmpdir(), "guerdon-demo-"));
  const start = fileURLToPath(dataFile(WEIGHTS));
  const model = await loadTokenModel({ ...DEMO_MODEL, start });
  say(
    `A language model of ${model.parameterCount.toLocaleString("en-US")} parameters adds numbers, with room to think in brackets.\n`,
  );
  const [guarded, hackable] = [await programOf(DEMO_REWARDS[0]), await programOf(DEMO_REWARDS[1])];
  say(`1. Before training, scored with ${guarded.name}.yaml`);
  say(answersText(await sampleAnswers(model, guarded, SAMPLES)));

  const spec = await demoExperiment(start, seconds, seeds);
  say(`\n2. Training against ${DEMO_REWARDS.map((name) => `${name}.yaml`).join(" and ")}, ${seconds} s in all`);
  const { finish, ...watch } = watchExperiment(spec, json ? { write: () => {} } : process.stderr, () =>
    performance.now(),
  );
  const module = new URL(`../lab/start-run${extname(import.meta.url)}`, import.meta.url).href;
  const result = await runExperiment(spec, { folder, module, workers, restart: true, ...watch });
  finish();
  say(printResult(spec, result));

  say("3. What happened");
  const hacks = [guarded, hackable].map((program) => ({
    reward: program.name,
    // A run that failed is in the list of failures and says nothing about hacking.
    seeds: spec.seeds
      .filter((seed) => !result.failures.some((failure) => failure.arm === program.name && failure.seed === seed))
      .map((seed) => nameHack(journalOf(folder, program.name, seed), "correct", program)),
  }));
  for (const { reward, seeds: named } of hacks) {
    const hacked = named.filter((hack) => hack !== undefined);
    if (named.length > 1) say(`${reward}: hacked in ${hacked.length} of ${named.length} seeds.`);
    say(hackText(reward, hacked[0]));
  }
  const report = join(folder, "report.html");
  writeFileSync(report, await experimentReport({ spec, result, curves: readCurves(spec, folder) }));
  say(`\nReport: ${report}`);
  if (json) process.stdout.write(`${JSON.stringify({ ...result, hacks, report })}\n`);
  else if (open && process.stdout.isTTY) openFile(report);
  return result.failures.length === 0 ? 0 : 3;
}

async function programOf(name: string): Promise<Program> {
  const { program, findings } = await loadProgram(fileURLToPath(dataFile(`${name}.yaml`)), library);
  if (program !== undefined) return program;
  throw new Error(`Expected ${name}.yaml to be a reward program: ${findings.map(({ reason }) => reason).join(" ")}`);
}

function journalOf(folder: string, arm: string, seed: number): readonly JournalRow[] {
  return readJournal(join(jobFolder(folder, { arm, seed }), "metrics.jsonl"));
}

async function demoExperiment(start: string, budgetSeconds: number, seeds: number): Promise<ExperimentSpec> {
  const rewards = DEMO_REWARDS.map(async (name) => {
    const { spec } = await parseProgram(readFileSync(dataFile(`${name}.yaml`), "utf8"));
    return [name, { reward: spec as Json }] as const;
  });
  const { world, policy } = DEMO_MODEL;
  return parseExperiment({
    experiment: "demo",
    run: "tokens",
    settings: { world, policy, start, ...DEMO_TRAINING },
    arms: Object.fromEntries(await Promise.all(rewards)),
    seeds,
    budgetSeconds,
    show: ["correct", "reward", "length", "thinking"],
  });
}

/** Shows a file in the browser; where there is none nothing happens. */
function openFile(file: string): void {
  const opener = { darwin: "open", win32: "explorer" }[process.platform as "darwin" | "win32"] ?? "xdg-open";
  const child = spawn(opener, [file], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
