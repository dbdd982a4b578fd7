import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { median, report } from "./side-by-side.ts";

/**
 * A training run replayed at speed against `guerdon serve` with a store: steps of 64 groups of 8, a million samples
 * in all, state that moves each step. Memory must be flat and the event loop quick.
 * Usage: server-soak.ts [SAMPLES] [PAUSE_MS between requests, default 0]
 */
const SAMPLES = Number(process.argv[2] ?? 1_000_000);
const PAUSE_MS = Number(process.argv[3] ?? 0);
const GROUPS = 64;
const MEMBERS = 8;
const REQUESTS = 8; // of a step; each has whole groups
const WINDOWS = 20;

const PROGRAM = `reward: soak
terms:
  correct: { use: number, expected: "{{ item.answer }}" }
  words: { use: length, unit: words }
  steady: { use: running-normalise, of: words, current: false }
total: default(correct, 0) - 0.01 * clip(steady, -1, 1)
advantage: { use: grpo/trl }
`;

interface Window {
  readonly samples: number;
  readonly residentMb: number;
  readonly p99LoopDelayMs: number;
}

const folder = mkdtempSync(join(tmpdir(), "guerdon-soak-"));
writeFileSync(join(folder, "soak.yaml"), PROGRAM);
const cli = fileURLToPath(new URL("../packages/cli/bin/guerdon.js", import.meta.url));
const args = [
  cli,
  "serve",
  join(folder, "soak.yaml"),
  "--port",
  "0",
  "--json",
  "--store",
  join(folder, "store"),
  "--log",
  "warn",
];
const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
const { url } = JSON.parse(await lineOf(child)) as { url: string };

async function lineOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout as NodeJS.ReadableStream })) return line;
  throw new Error("the server ended before it listened");
}

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(url + path, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
}

/** A part of a step: answers of some words, two thirds of them right. */
function part(step: number, request: number): object {
  const groups = Array.from({ length: GROUPS / REQUESTS }, (_, g) => request * (GROUPS / REQUESTS) + g);
  const rows = groups.flatMap((group) =>
    Array.from({ length: MEMBERS }, (_, member) => {
      const sum = step * 1000 + group;
      const said = (step + group + member) % 3 === 0 ? sum + 1 : sum;
      const padding = "and so on ".repeat((step * 7 + group * 3 + member) % 40);
      return {
        prompt: `Question ${step}/${group}`,
        item: { answer: `${sum}` },
        completion: `${padding}So it is ${said}`,
      };
    }),
  );
  const columns = {
    prompt: rows.map((row) => row.prompt),
    item: rows.map((row) => row.item),
    completion: rows.map((row) => row.completion),
  };
  return { run: "soak", step, columns, include: ["advantage"] };
}

async function look(samples: number): Promise<Window> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string): number => Number(new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1]);
  return {
    samples,
    residentMb: value("process_resident_memory_bytes") / 2 ** 20,
    p99LoopDelayMs: value("guerdon_event_loop_delay_p99_seconds") * 1000,
  };
}

const perStep = GROUPS * MEMBERS;
const steps = Math.ceil(SAMPLES / perStep);
const windows: Window[] = [];
await look(0);
const started = performance.now();
for (let step = 0; step < steps; step++) {
  for (let request = 0; request < REQUESTS; request += 2) {
    await Promise.all([0, 1].map((i) => post("/v1/score", part(step, request + i))));
    if (PAUSE_MS > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  // A trainer that heard nothing asks again; the step ends once.
  if (step % 10 === 0) await post("/v1/score", part(step, 0));
  await post("/v1/runs/soak/step", { step });
  if ((step + 1) % Math.max(1, Math.floor(steps / WINDOWS)) === 0) {
    windows.push(await look((step + 1) * perStep));
    console.log(JSON.stringify(windows.at(-1)), `load ${loadavg()[0]?.toFixed(1)}`);
  }
}
const seconds = (performance.now() - started) / 1000;
const run = (await (await fetch(`${url}/v1/runs/soak`)).json()) as { rollouts: number; step: number; late: number };
const high =
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(join("/", "proc", String(child.pid), "status"), "utf8"))?.[1]) / 1024;
const ended = new Promise((resolve) => child.once("close", resolve));
child.kill("SIGTERM");
await ended;
rmSync(folder, { recursive: true, force: true });

const quarter = Math.floor(windows.length / 4);
const resident = (from: number, to: number): number =>
  median(windows.slice(from, to).map((window) => window.residentMb));
const [second, last] = [resident(quarter, 2 * quarter), resident(windows.length - quarter, windows.length)];
report(
  "server-soak",
  [
    {
      what: "samples of a run, replayed with retries, kept",
      figure: `${run.rollouts} in ${run.step} steps, ${run.late} late`,
      asked: `${steps * perStep} in ${steps} steps, 0 late`,
    },
    { what: "samples/s, store included", figure: String(Math.round((steps * perStep) / seconds)) },
    {
      what: "resident memory, second and last quarter",
      figure: `${second.toFixed(0)} and ${last.toFixed(0)} MiB: ${((last / second - 1) * 100).toFixed(1)} %, at most ${high.toFixed(0)}`,
      asked: "flat",
    },
    {
      what: "delay of the event loop, p99, median and worst of the windows",
      figure: `${median(windows.map((window) => window.p99LoopDelayMs)).toFixed(1)} and ${Math.max(...windows.map((window) => window.p99LoopDelayMs)).toFixed(1)} ms`,
      asked: "≤ 20 ms",
    },
  ],
  { load: loadavg(), pauseMs: PAUSE_MS, windows },
);
