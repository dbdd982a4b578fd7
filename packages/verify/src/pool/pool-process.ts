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

/** One child process that runs chunks of rows. */
export interface PoolProcess {
  readonly pid: number | undefined;
  readonly isFree: () => boolean;
  /** Gives a free process rows to run. */
  give(chunk: Chunk): void;
  /** Ends the process and what it started. Nothing is heard of it afterwards. */
  kill(): void;
  /** Resolves once the process is gone. */
  readonly gone: Promise<void>;
}

const STDERR_KEPT = 4_000;
const STDERR_MS = 100;

/** Starts a child process; `startMs` is how long it may take from a request to the first row. */
export function startProcess(options: LaunchOptions & { startMs: number }, events: ProcessEvents): PoolProcess {
  const child = launchChild(options);
  const replies = child.stdio[3] as Socket;
  let chunk: Chunk | undefined;
  let at = 0;
  let begun = false;
  let began = 0;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let ignored = false;
  let stderr = "";
  let error: string | undefined;

  function onReply(reply: Reply): void {
    if (ignored || chunk === undefined) return;
    since = performance.now();
    if (reply.kind === "begin") {
      begun = true;
      began = since;
      watch(chunk.job.deadlineMs);
    } else if (reply.kind === "uncaught") error = reply.reason;
    else if (reply.kind === "unloadable") {
      const refused = chunk;
      release();
      events.onUnloadable(refused, reply.reason);
    } else {
      const current = chunk;
      const row = current.rows[at++] as number;
      const isLast = at === current.rows.length;
      if (isLast) release();
      events.onRow(current, row, reply);
      if (isLast) events.onFree(current, (since - began) / at);
    }
  }

  function release(): void {
    chunk = undefined;
    clearTimeout(timer);
    child.unref();
    replies.unref();
  }

  function watch(ms: number): void {
    // Replies that already wait in the pipe are read before the process is judged.
    clearTimeout(timer);
    timer = setTimeout(() => setImmediate(judge), ms);
  }

  function judge(): void {
    if (ignored || chunk === undefined) return;
    const left = since + (begun ? chunk.job.deadlineMs : options.startMs) - performance.now();
    if (left > 0) {
      watch(left);
      return;
    }
    const loss = { chunk, rest: chunk.rows.slice(at), begun };
    kill();
    events.onLost("killed", loss);
  }

  function kill(): void {
    ignored = true;
    release();
    if (child.exitCode === null && child.signalCode === null) killGroup();
  }

  function killGroup(): void {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      child.kill("SIGKILL");
    }
  }

  const ended = new Promise<Pick<Ending, "code" | "signal">>((resolve) => {
    child.once("exit", (code, signal) => {
      killGroup();
      resolve({ code, signal });
    });
    child.once("error", (cause) => {
      error ??= cause.message;
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
  const drained = new Promise<void>((resolve) => replies.once("close", () => resolve()));
  const silent = new Promise<void>((resolve) => child.stderr?.once("close", () => resolve()));
  const gone = Promise.all([ended, drained]).then(async ([{ code, signal }]) => {
    if (ignored) return;
    await Promise.race([silent, delay(STDERR_MS)]);
    if (ignored) return;
    ignored = true;
    const ending: Ending = { code, signal, stderr, ...(error === undefined ? {} : { error }) };
    const loss = chunk && { chunk, rest: chunk.rows.slice(at), begun, ending };
    release();
    events.onLost("crashed", loss);
  });

  onLines(replies, (line) => onReply(JSON.parse(line) as Reply));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  child.stdin?.on("error", () => {});
  for (const stream of [child.stdin, child.stderr, child.stdio[4]]) (stream as Socket).unref();
  release();

  return {
    pid: child.pid,
    isFree: () => !ignored && chunk === undefined,
    gone,
    kill,
    give(next) {
      chunk = next;
      at = 0;
      begun = false;
      since = performance.now();
      child.ref();
      replies.ref();
      child.stdin?.write(next.request);
      watch(options.startMs);
    },
  };
}
