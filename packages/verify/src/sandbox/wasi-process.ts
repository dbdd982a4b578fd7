import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onLines } from "../pool/on-lines.ts";

export type WasiRole = "candidate" | "tester" | "main";

const START_MS = 60_000;
// Under a megabyte of its own; the interpreter's memory lies outside this heap.
const HEAP_MB = 128;
const FLAGS = [`--max-old-space-size=${HEAP_MB}`, "--liftoff-only", "--wasm-lazy-compilation", "--no-warnings"];

/** One interpreter in WebAssembly in a process that can be killed. */
export class WasiProcess {
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];
  #take: ((line: string | undefined) => void) | undefined;
  #ended = false;

  constructor(role: WasiRole, folder: string, memoryMb: number) {
    const isSource = import.meta.url.endsWith(".ts");
    const program = fileURLToPath(new URL(`./python-wasi-child.${isSource ? "ts" : "js"}`, import.meta.url));
    const loader = isSource ? ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href] : [];
    const stdio = ["pipe", "pipe", "ignore", "pipe", "pipe", "pipe"] as const;
    this.#process = spawn(process.execPath, [...FLAGS, ...loader, program, role, folder, String(memoryMb)], {
      stdio: [...stdio],
      env: isSource ? { TMPDIR: process.env.TMPDIR ?? "/tmp" } : {},
      cwd: "/",
    });
    for (const stream of this.#process.stdio) stream?.on("error", () => {});
    this.#process.on("error", () => this.#end());
    this.#process.on("close", () => this.#end());
    onLines(this.#process.stdio[3] as Readable, (line) => {
      if (this.#take === undefined) this.#lines.push(line);
      else this.#take(line);
    });
  }

  get input(): Writable {
    return this.#process.stdin as Writable;
  }
  get output(): Readable {
    return this.#process.stdout as Readable;
  }
  /** What a whole program says of its error. */
  get words(): Readable {
    return this.#process.stdio[4] as Readable;
  }
  /** What a whole program reads. */
  get text(): Writable {
    return (this.#process.stdio as readonly unknown[])[5] as Writable;
  }

  /** The next line it says, or nothing at its end or the deadline. */
  next(deadlineMs: number = START_MS): Promise<string | undefined> {
    const line = this.#lines.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#take?.(undefined), deadlineMs);
      this.#take = (given) => {
        clearTimeout(timer);
        this.#take = undefined;
        resolve(given);
      };
    });
  }

  kill(): void {
    this.#process.kill("SIGKILL");
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    this.#take?.(undefined);
  }
}
