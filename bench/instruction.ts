import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Arguments, followsInstruction, loadDetector } from "@guerdon/verify/instruction";
import { dataFile, type Line, median, pythonLacks, report, runPython } from "./side-by-side.ts";

// The 832 instructions of the 540 GPT-4 answers to IFEval, strict, here and by the reference in Python, in turns.
const ROUNDS = 3;

interface Row {
  readonly key: number;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly Arguments[];
  readonly response: string;
}

function read(path: string): Row[] {
  const lines = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Row);
}

const verdicts = dataFile("ifeval/ifeval_gpt4_verdicts.jsonl.gz");
const inputs = dataFile("ifeval/ifeval_input.jsonl.gz");
if (verdicts !== undefined && inputs !== undefined) {
  const kwargs = new Map(read(inputs).map((row) => [row.key, row.kwargs]));
  const rows = read(verdicts);
  const once = async (): Promise<number> => {
    const detect = await loadDetector();
    let followed = 0;
    for (const { key, response, instruction_id_list } of rows) {
      instruction_id_list.forEach((id, k) => {
        if (followsInstruction(response, id, kwargs.get(key)?.[k] ?? {}, { detect })) followed++;
      });
    }
    return followed;
  };
  let followed = 0;
  for (let warm = 0; warm < 5; warm++) followed = await once();
  const lacks = pythonLacks("ifbench");
  if (lacks !== undefined) console.log(lacks);
  const own: number[] = [];
  const reference: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await once();
    own.push((performance.now() - start) / 1000);
    if (lacks !== undefined) continue;
    const result = runPython("instruction.py", [verdicts, inputs, "1"]) as { seconds: readonly number[] };
    reference.push(...result.seconds);
  }
  const lines: Line[] = [{ what: "IFEval checks, 832 instructions", figure: `${(832 / median(own)).toFixed(0)}/s` }];
  if (reference.length > 0) {
    const ratio = median(reference) / median(own);
    lines.push({ what: "times the Python reference", figure: `${ratio.toFixed(1)} ×`, asked: "≥ 10 ×" });
  }
  report("instruction", lines, { followed, own, reference });
}
