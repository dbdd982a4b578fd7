import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Arguments, followsInstruction, loadDetector } from "@guerdon/verify/instruction";
import { dataFile, type Line, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * The instructions of IFEval on stored answers, here and by the reference in Python (package ifbench), in turns. Processor
 * time of a warm pass on both sides; answers of GPT-4 and of six other models, strict and loose.
 */
const ROUNDS = 5;
const PASSES = 3;
const SETS = [
  ["GPT-4", "ifeval_gpt4_verdicts", "ifeval_input"],
  ["six others", "mifeval_en_verdicts", "mifeval_en_inputs"],
] as const;

interface Row {
  readonly key: number;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly Arguments[];
  readonly response: string;
}

interface Pass {
  readonly checks: number;
  readonly followed: number;
  readonly seconds: number;
}

function read(path: string): Row[] {
  const lines = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Row);
}

/** Processor time of this process, its helper threads included: a busy machine slows neither side. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const detect = await loadDetector();

function onePass(rows: readonly Row[], kwargs: ReadonlyMap<number, readonly Arguments[]>, loose: boolean): Pass {
  const started = cpuSeconds();
  let checks = 0;
  let followed = 0;
  for (const { key, response, instruction_id_list } of rows) {
    instruction_id_list.forEach((id, k) => {
      checks++;
      if (followsInstruction(response, id, kwargs.get(key)?.[k] ?? {}, { detect, loose })) followed++;
    });
  }
  return { checks, followed, seconds: cpuSeconds() - started };
}

const lacks = pythonLacks("ifbench");
if (lacks !== undefined) console.log(lacks);
const lines: Line[] = [];
const raw: { [what: string]: unknown } = {};
for (const [model, verdictsName, inputsName] of SETS) {
  const verdicts = dataFile(`ifeval/${verdictsName}.jsonl.gz`);
  const inputs = dataFile(`ifeval/${inputsName}.jsonl.gz`);
  if (verdicts === undefined || inputs === undefined) continue;
  const kwargs = new Map(read(inputs).map((row) => [row.key, row.kwargs]));
  const rows = read(verdicts);
  for (const mode of ["strict", "loose"]) {
    const first = onePass(rows, kwargs, mode === "loose");
    for (let warm = 0; warm < 4; warm++) onePass(rows, kwargs, mode === "loose");
    const own: Pass[] = [];
    const reference: Pass[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (let pass = 0; pass < PASSES; pass++) own.push(onePass(rows, kwargs, mode === "loose"));
      if (lacks === undefined) reference.push(runPython("instruction.py", [verdicts, inputs, mode]) as Pass);
    }
    const what = `IFEval, ${first.checks} instructions, answers of ${model}, ${mode}`;
    const seconds = median(own.map((pass) => pass.seconds));
    const rate = `${Math.round(first.checks / seconds).toLocaleString("en-US")}/s`;
    raw[what] = { first, own, reference };
    if (reference.length === 0) {
      lines.push({ what, figure: rate });
      continue;
    }
    for (const { checks, followed } of reference) {
      // langdetect draws at random: some texts between two languages fall either way.
      const off = Math.abs(followed - first.followed);
      if (checks !== first.checks || off > checks / 200) throw new Error(`${what}: ${off} of ${checks} verdicts off`);
    }
    const ratio = median(reference.map((pass) => pass.seconds)) / seconds;
    lines.push({ what, figure: `${rate}, ${ratio.toFixed(1)} × Python`, asked: "≥ 10 ×" });
  }
}
if (lines.length > 0) report("instruction", lines, raw);
