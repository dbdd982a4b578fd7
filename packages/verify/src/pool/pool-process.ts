import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Chunk } from "./job.ts";
import type { Ending } from "./last-words.ts";
import { type LaunchOptions, launchChild } from "./launch-child.ts";
import type { Reply } from "./message.ts";
import { onLines } from "./on-lines.ts";
import type { Loss } from "./settle-loss.ts";

/** What a process tells the pool about the chunk it was given. */
export interface ProcessEvents {
  /** The next row of the chunk is finished. */
  onRow(chunk: Chunk, row: number, reply: Reply & { kind: "value" | "error" }): void;
  /** The chunk is finished, at `rowMs` a row; the process is free. */
  onFree(chunk: Chunk, rowMs: number): void;
  /** The module or its export cannot be had; the process is free. */
  onUnloadable(chunk: Chunk, reason: string): void;
  /** The process was killed for being late, or died by itself, with a chunk or idle. */
  onLost(kind: "killed" | "crashed", loss: Loss | undefined): void;
}

export interface PoolProcessOptions extends LaunchOptions {
  /** How long it may take from a request to its first row. */
  readonly startMs: number;
}

const STDERR_KEPT = 4_000;
const STDERR_MS = 100;

/** One child process that runs chunks of rows, and is killed when a row is late. */
export class PoolProcess {
  /** Resolves once the process is gone. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #replies: Socket;
  readonly #startMs: number;
  readonly #events: ProcessEvents;
  #chunk: Chunk | undefined;
  #finished = 0;
  #begun: number | undefined;
  #progress = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #stderr = "";
  #error: string | undefined;

  constructor(options: PoolProcessOptions, events: ProcessEvents) {
    this.#startMs = options.startMs;
    this.#events = events;
    this.#child = launchChild(options);
    this.#replies = this.#child.stdio[3] as Socket;
    this.gone = this.#whenGone();
    onLines(this.#replies, (line) => this.#onLine(line));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    this.#child.stdin?.on("error", () => {});
    for (const stream of [this.#child.stdin, this.#child.stderr, this.#child.stdio[4]]) (stream as Socket).unref();
    this.#release();
  }

  isFree(): boolean {
    return !this.#isOver && this.#chunk === undefined;
  }

  /** Gives a free process rows to run. */
  give(chunk: Chunk): void {
    this.#chunk = chunk;
    this.#finished = 0;
    this.#begun = undefined;
    this.#progress = performance.now();
    this.#holdLoop();
    this.#child.stdin?.write(chunk.request);
    this.#watch(this.#startMs);
  }

  /** Ends the process and what it started. Nothing is heard of it afterwards. */
  kill(): void {
    this.#isOver = true;
    this.#release();
    this.#holdLoop();
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#killGroup();
  }

  #onLine(line: string): void {
    const chunk = this.#chunk;
    if (this.#isOver || chunk === undefined) return;
    const reply = parseReply(line);
    this.#progress = performance.now();
    if (reply === undefined) {
      this.#error = "a reply that is none";
      this.#lose("crashed");
    } else if (reply.kind === "uncaught") this.#error = reply.reason;
    else if (reply.kind === "begin") {
      this.#begun = this.#progress;
      this.#watch(chunk.job.deadlineMs);
    } else if (reply.kind === "unloadable") {
      this.#release();
      this.#events.onUnloadable(chunk, reply.reason);
    } else this.#onRow(chunk, reply);
  }

  #onRow(chunk: Chunk, reply: Reply & { kind: "value" | "error" }): void {
    const row = chunk.rows[this.#finished++] as number;
    this.#events.onRow(chunk, row, reply);
    if (this.#finished < chunk.rows.length) return;
    this.#release();
    this.#events.onFree(chunk, (this.#progress - (this.#begun ?? this.#progress)) / this.#finished);
  }

  #watch(ms: number): void {
    clearTimeout(this.#timer);
    // Replies that already wait in the pipe are read before the process is judged.
    this.#timer = setTimeout(() => setImmediate(() => this.#judge()), ms);
  }

  #judge(): void {
    if (this.#isOver || this.#chunk === undefined) return;
    const limit = this.#begun === undefined ? this.#startMs : this.#chunk.job.deadlineMs;
    const left = this.#progress + limit - performance.now();
    if (left > 0) this.#watch(left);
    else this.#lose("killed");
  }

  #lose(kind: "killed" | "crashed", end: Pick<Ending, "code" | "signal"> = { code: null, signal: null }): void {
    const error = this.#error === undefined ? {} : { error: this.#error };
    const ending = kind === "killed" ? {} : { ending: { ...end, ...error, stderr: this.#stderr } };
    const chunk = this.#chunk;
    const rest = chunk?.rows.slice(this.#finished) ?? [];
    this.kill();
    this.#events.onLost(kind, chunk && { chunk, rest, begun: this.#begun !== undefined, ...ending });
  }

  async #whenGone(): Promise<void> {
    const silent = new Promise((resolve) => this.#child.stderr?.once("close", resolve));
    const drained = new Promise((resolve) => this.#replies.once("close", resolve));
    const end = await this.#whenEnded();
    this.#killGroup();
    await drained;
    if (!this.#isOver) await Promise.race([silent, delay(STDERR_MS)]);
    if (!this.#isOver) this.#lose("crashed", end);
  }

  #whenEnded(): Promise<Pick<Ending, "code" | "signal">> {
    return new Promise((resolve) => this.#child.once("exit", (code, signal) => resolve({ code, signal })));
  }

  #killGroup(): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL");
    }
  }

  // The program may not end while a row runs, or before a killed process is gone.
  #holdLoop(): void {
    this.#child.ref();
    this.#replies.ref();
  }

  #release(): void {
    this.#chunk = undefined;
    clearTimeout(this.#timer);
    this.#child.unref();
    this.#replies.unref();
  }
}

function parseReply(line: string): Reply | undefined {
  try {
    return JSON.parse(line) as Reply;
  } catch {
    return undefined;
  }
}
