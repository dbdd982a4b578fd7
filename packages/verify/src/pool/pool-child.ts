import { writeSync } from "node:fs";
import type { Json } from "@guerdon/core/signal";
import type { Reply, Request } from "./message.ts";
import { onLines } from "./on-lines.ts";
import { startWatchdog } from "./start-watchdog.ts";
import { whyNotJson } from "./why-not-json.ts";

// The program of a child process: requests come in on stdin, replies leave on this descriptor.
const REPLIES = 3;

type Run = (input: Json) => unknown;

const loaded = new Map<string, Promise<Run>>();
let turn = Promise.resolve();

startWatchdog(Number(process.argv[2]));
process.on("uncaughtException", (error) => {
  report({ kind: "uncaught", reason: messageOf(error) });
  process.exit(1);
});
onLines(process.stdin, (line) => {
  turn = turn.then(() => serve(JSON.parse(line) as Request));
});
process.stdin.on("end", () => process.exit(0));

async function serve(request: Request): Promise<void> {
  let run: Run;
  try {
    run = await load(request);
  } catch (error) {
    report({ kind: "unloadable", reason: messageOf(error) });
    return;
  }
  report({ kind: "begin" });
  for (const input of request.rows) send(await rowOf(run, input));
}

function load(request: Request): Promise<Run> {
  const name = `${request.module}#${request.export}`;
  let run = loaded.get(name);
  if (run === undefined) {
    run = find(request);
    loaded.set(name, run);
    run.catch(() => loaded.delete(name));
  }
  return run;
}

async function find(request: Request): Promise<Run> {
  const module = (await import(request.module)) as { readonly [name: string]: unknown };
  const run = module[request.export];
  if (typeof run === "function") return run as Run;
  throw new TypeError(
    `it exports no function \`${request.export}\`, only ${Object.keys(module).join(", ") || "nothing"}`,
  );
}

async function rowOf(run: Run, input: Json): Promise<string> {
  try {
    const value = await run(input);
    const why = whyNotJson(value);
    if (why !== undefined) return text({ kind: "error", reason: `it returned ${why}, which is not JSON` });
    return text({ kind: "value", value: value as Json });
  } catch (error) {
    return text({ kind: "error", reason: messageOf(error) });
  }
}

function report(reply: Reply): void {
  send(text(reply));
}

function text(reply: Reply): string {
  return `${JSON.stringify(reply)}\n`;
}

// Synchronous, so that a row is known to be finished before the next one can block the process.
function send(line: string): void {
  const bytes = Buffer.from(line);
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(REPLIES, bytes, sent);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
