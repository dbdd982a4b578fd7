import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { median, PYTHON, pythonLacks, report } from "./side-by-side.ts";

/**
 * Requests a second of `guerdon serve` and of a FastAPI server that does the same, loaded by `wrk`: OpenRLHF's single
 * samples and batches, a rule that compares numbers and one that compares mathematics.
 * Usage: server.ts [SECONDS] [ROUNDS]
 */
const SECONDS = Number(process.argv[2] ?? 5);
const ROUNDS = Number(process.argv[3] ?? 3);
const BATCH = 512;
const TICKS = 100;

const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));

interface Load {
  readonly path: string;
  /** Bodies that are sent in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly samples: number;
}

interface Measured {
  readonly requestsPerSecond: number;
  readonly samplesPerSecond: number;
  readonly samplesPerCpuSecond: number;
  readonly p99Ms: number;
  readonly failed: number;
}

function openrlhf(count: number, from: number, word: (n: number) => readonly [string, string]): string {
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  const prompts = numbers.map(
    (n) => `<|im_start|>user\nWhat is ${n} and ${n + 1} together?<|im_end|>\n<|im_start|>assistant\n`,
  );
  const pairs = numbers.map(word);
  const query = prompts.map(
    (prompt, i) => `${prompt}First I add the tens, then the ones. So the answer is ${pairs[i]?.[0]}`,
  );
  return JSON.stringify({ query, prompts, labels: pairs.map(([, label]) => label) });
}

const sum = (n: number): readonly [string, string] => [`${n % 3 === 0 ? n : 2 * n + 1}`, `${2 * n + 1}`];
const fraction = (n: number): readonly [string, string] => [
  `$\\frac{${2 * n}}{${2 * (n + 1)}}$`,
  `\\frac{${n}}{${n + 1}}`,
];

/** `wrk` sends the lines of a file in turn. */
function script(name: string, { path, bodies }: Load): string {
  const lines = join(folder, `${name}.jsonl`);
  writeFileSync(lines, bodies.join("\n"));
  const lua = join(folder, `${name}.lua`);
  writeFileSync(
    lua,
    `local bodies = {}
for line in io.lines(${JSON.stringify(lines)}) do bodies[#bodies + 1] = line end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local at = 0
request = function() at = at % #bodies + 1; return wrk.format(nil, ${JSON.stringify(path)}, nil, bodies[at]) end
`,
  );
  return lua;
}

function cpuSeconds(pid: number): number {
  const fields =
    readFileSync(join("/", "proc", String(pid), "stat"), "utf8")
      .split(") ")[1]
      ?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function measure(server: Server, name: string, load: Load): Measured {
  const lua = script(name, load);
  const args = ["-t1", `-c${load.connections}`, `-d${SECONDS}s`, "--latency", "-s", lua, server.url];
  const before = cpuSeconds(server.pid);
  const text = execFileSync("wrk", args, { encoding: "utf8" });
  const cpu = cpuSeconds(server.pid) - before;
  const total = Number(/(\d+) requests in/.exec(text)?.[1]);
  const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  const [, p99 = "", unit = ""] = /99%\s+([\d.]+)(us|ms|s)\b/.exec(text) ?? [];
  return {
    requestsPerSecond,
    samplesPerSecond: requestsPerSecond * load.samples,
    samplesPerCpuSecond: (total * load.samples) / cpu,
    p99Ms: Number(p99) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN),
    failed: Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0),
  };
}

interface Server {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function start(command: string, args: (port: number) => readonly string[]): Promise<Server> {
  const port = await freePort();
  const child = spawn(command, args(port), { stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return { url, pid: child.pid as number, child };
    await sleep(100);
  }
  throw new Error(`${command} did not listen within a minute`);
}

async function stop({ child }: Server): Promise<void> {
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  await ended;
}

async function rewardsOf({ url }: Server, body: string): Promise<readonly number[]> {
  const response = await fetch(`${url}/get_reward`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  return ((await response.json()) as { rewards: number[] }).rewards;
}

const CLI = fileURLToPath(new URL("../packages/cli/bin/guerdon.js", import.meta.url));
const FASTAPI = fileURLToPath(new URL("./server.py", import.meta.url));

function program(kind: "number" | "math"): string {
  const path = join(folder, `${kind}.yaml`);
  writeFileSync(
    path,
    `reward: ${kind}\nterms:\n  correct: { use: ${kind}, expected: "{{ item.answer }}" }\ntotal: default(correct, 0)\n`,
  );
  return path;
}

async function columnsOf(bodies: readonly string[]): Promise<readonly string[]> {
  return bodies.map((body) => {
    const { query, prompts, labels } = JSON.parse(body) as { query: string[]; prompts: string[]; labels: string[] };
    const completion = query.map((text, i) => text.slice((prompts[i] as string).length));
    return JSON.stringify({
      columns: { prompt: prompts, completion, item: labels.map((answer) => ({ answer })) },
      include: [],
    });
  });
}

const singles = Array.from({ length: 4096 }, (_, i) => openrlhf(1, i, sum));
const batches = Array.from({ length: 64 }, (_, i) => openrlhf(BATCH, i * BATCH, sum));
const mathBatches = Array.from({ length: 16 }, (_, i) => openrlhf(64, 1 + i * 64, fraction));
const single: Load = { path: "/get_reward", bodies: singles, connections: 64, samples: 1 };
const batched: Load = { path: "/get_reward", bodies: batches, connections: 4, samples: BATCH };
const columns: Load = { path: "/v1/score", bodies: await columnsOf(batches), connections: 4, samples: BATCH };
const maths: Load = { path: "/get_reward", bodies: mathBatches, connections: 4, samples: 64 };

const lacking = pythonLacks("fastapi, uvicorn, math_verify");
if (lacking !== undefined) console.log(lacking);
const raw: { [what: string]: Measured[] } = {};
const keep = (what: string, measured: Measured): void => {
  raw[what] = [...(raw[what] ?? []), measured];
  console.log(what, JSON.stringify(measured), `load ${loadavg()[0]?.toFixed(1)}`);
};

for (const kind of ["number", "math"] as const) {
  const ours = await start(process.execPath, (port) => [
    CLI,
    "serve",
    program(kind),
    "--port",
    String(port),
    "--log",
    "warn",
  ]);
  const theirs = lacking === undefined ? await start(PYTHON, (port) => [FASTAPI, String(port), kind]) : undefined;
  const sample = (kind === "number" ? batches : mathBatches)[0] as string;
  const expected = await rewardsOf(ours, sample);
  if (theirs !== undefined && JSON.stringify(expected) !== JSON.stringify(await rewardsOf(theirs, sample))) {
    throw new Error(`the two servers do not reward ${kind} alike`);
  }
  // The first seconds of a process are those of its compiler.
  for (const load of kind === "number" ? [single, batched, columns] : [maths]) measure(ours, "warm", load);
  for (let round = 0; round < ROUNDS; round++) {
    if (kind === "number") {
      keep("single, guerdon", measure(ours, "single", single));
      if (theirs) keep("single, fastapi", measure(theirs, "single", single));
      keep("batched, guerdon", measure(ours, "batched", batched));
      keep("batched columns, guerdon", measure(ours, "columns", columns));
      if (theirs) keep("batched, fastapi", measure(theirs, "batched", batched));
    } else {
      keep("maths batched, guerdon", measure(ours, "maths", maths));
      if (theirs) keep("maths batched, fastapi", measure(theirs, "maths", maths));
    }
  }
  await stop(ours);
  if (theirs) await stop(theirs);
}
rmSync(folder, { recursive: true, force: true });

const of = (what: string, pick: keyof Measured): number => median((raw[what] ?? []).map((measured) => measured[pick]));
const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
const failed = Object.values(raw)
  .flat()
  .reduce((total, measured) => total + measured.failed, 0);
const lines = [
  {
    what: `OpenRLHF, one sample a request, comparing numbers, ${single.connections} connections`,
    figure: `${whole(of("single, guerdon", "requestsPerSecond"))} requests/s, p99 ${of("single, guerdon", "p99Ms").toFixed(1)} ms, ${whole(of("single, guerdon", "samplesPerCpuSecond"))} a CPU second`,
    asked: "≥ 8,000 requests/s, p99 ≤ 50 ms",
  },
  {
    what: `OpenRLHF, ${BATCH} samples a request`,
    figure: `${whole(of("batched, guerdon", "samplesPerSecond"))} samples/s, ${whole(of("batched, guerdon", "samplesPerCpuSecond"))} a CPU second`,
    asked: "≥ 100,000 samples/s",
  },
  {
    what: `native API, ${BATCH} samples a request, columns`,
    figure: `${whole(of("batched columns, guerdon", "samplesPerSecond"))} samples/s, ${whole(of("batched columns, guerdon", "samplesPerCpuSecond"))} a CPU second`,
    asked: "≥ 100,000 samples/s",
  },
  { what: "requests that failed", figure: String(failed), asked: "0" },
];
for (const what of ["single", "batched", "maths batched"]) {
  if (raw[`${what}, fastapi`] === undefined) continue;
  const [ours, theirs] = ["guerdon", "fastapi"].map((who) => of(`${what}, ${who}`, "samplesPerCpuSecond")) as [
    number,
    number,
  ];
  lines.push({
    what: `${what}: guerdon against FastAPI, samples a CPU second of the serving process`,
    figure: `${whole(ours)} against ${whole(theirs)}: ${(ours / theirs).toFixed(1)} ×`,
    asked: "≥ 8 ×",
  });
}
report("server", lines, { load: loadavg(), ...raw });
