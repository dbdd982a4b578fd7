import { Worker } from "node:worker_threads";
import { MEMORY_WORDS } from "./message.ts";

// Descriptor that closes when the parent is gone.
const LIFELINE = 4;

// What a process may hold beside the JavaScript heap: Node itself, its stacks and its buffers.
const BESIDE_HEAP_MB = 256;

const PERIOD_MS = 50;

/**
 * Ends this process, and whatever it started, when the parent is gone or when it holds too much memory outside the heap.
 *
 * A thread does this, because the main thread may be in an endless loop.
 */
export function startWatchdog(memoryMb: number): void {
  const worker = new Worker(SOURCE, {
    eval: true,
    execArgv: [],
    workerData: {
      lifeline: LIFELINE,
      limit: (memoryMb + BESIDE_HEAP_MB) * 2 ** 20,
      period: PERIOD_MS,
      words: MEMORY_WORDS,
    },
  });
  worker.unref();
}

// Plain JavaScript in a string: a thread would otherwise load the TypeScript loader a second time.
const SOURCE = `
const { Socket } = require("node:net");
const { writeSync } = require("node:fs");
const { lifeline, limit, period, words } = require("node:worker_threads").workerData;
function end() {
  try { process.kill(-process.pid, "SIGKILL"); } catch { process.kill(process.pid, "SIGKILL"); }
}
new Socket({ fd: lifeline, readable: true, writable: false }).on("error", end).on("close", end).resume();
setInterval(() => {
  if (process.memoryUsage.rss() <= limit) return;
  try { writeSync(2, words + "\\n"); } catch {}
  end();
}, period);
`;
