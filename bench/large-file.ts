import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { shortAnswers } from "./short-answers.ts";
import { report } from "./side-by-side.ts";

/** Resident memory of `guerdon score` on a large file. Usage: large-file.ts [GIGABYTES] */
const GIGABYTES = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "rows.jsonl");
const filler = "Let me think about it step by step, and then say what I found. ".repeat(14);

async function writeRows(): Promise<number> {
  const stream = createWriteStream(file);
  const answers = shortAnswers(8192);
  let bytes = 0;
  let rows = 0;
  while (bytes < GIGABYTES * 1e9) {
    let text = "";
    for (const { answer, completion } of answers) {
      const full = completion.replace("<think>", `<think>${filler}`);
      text += `${JSON.stringify({ id: `row-${rows}`, group: `group-${rows >> 2}`, item: { answer }, completion: full })}\n`;
      rows++;
    }
    bytes += text.length;
    if (!stream.write(text)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
  return rows;
}

const rows = await writeRows();
const main = fileURLToPath(new URL("../packages/cli/bin/guerdon.js", import.meta.url));
const program = fileURLToPath(new URL("./throughput.yaml", import.meta.url));
const out = join(folder, "scores.jsonl");
const child = spawn(process.execPath, [
  main,
  "score",
  program,
  file,
  "--out",
  out,
  "--report",
  join(folder, "r.html"),
  "--json",
]);
let printed = "";
child.stdout.on("data", (data) => {
  printed += data;
});
child.stderr.pipe(process.stderr);
let peakKb = 0;
const watch = setInterval(() => {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  } catch {
    // The process has ended.
  }
}, 200);
await once(child, "close");
clearInterval(watch);
rmSync(folder, { recursive: true, force: true });
const summary = JSON.parse(printed) as { rollouts: number; rolloutsPerSecond: number; outcomes: { scored: number } };
if (summary.outcomes.scored !== rows) throw new Error(`scored ${summary.outcomes.scored} of ${rows}`);
const megabytes = Math.round(peakKb / 1024);
report(
  "large-file",
  [
    {
      what: `resident memory on ${GIGABYTES} GB (${rows.toLocaleString("en-US")} rows, with --out and --report)`,
      figure: `${megabytes} MB`,
      asked: "< 500 MB",
    },
    { what: "rollouts per second of that run", figure: Math.round(summary.rolloutsPerSecond).toLocaleString("en-US") },
  ],
  { ...summary, megabytes },
);
