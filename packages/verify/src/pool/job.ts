import type { CallResult, Task } from "@guerdon/core/piece";
import { failed, type Json, type Missing } from "@guerdon/core/signal";
import { whyNotJson } from "./why-not-json.ts";

/** Rows of one job that a process runs one after the other. */
export interface Chunk {
  readonly job: Job;
  readonly rows: readonly number[];
  /** The request as the child reads it, one line. */
  readonly request: string;
  /** The second and last try of a row that ended a process, by itself in a fresh one. */
  readonly alone: boolean;
}

/** One `run` of a pool: which rows wait, and what became of the others. */
export interface Job {
  readonly task: Task;
  readonly deadlineMs: number;
  readonly results: Promise<readonly CallResult[]>;
  /** Rows neither finished nor handed out. */
  waiting(): number;
  /** Hands out the next rows, sized for `processes` of them to finish together. */
  take(processes: number): Chunk | undefined;
  /** Hands out one row that must run alone. */
  takeAlone(): Chunk | undefined;
  settle(row: number, result: CallResult): void;
  /** Takes back rows that were handed out and not run. */
  giveBack(rows: readonly number[], alone: boolean): void;
  /** Learns how long a row takes. */
  took(ms: number): void;
  /** Fails the rows that are not handed out. */
  abandon(missing: Missing): void;
  /** Fails all rows that are not finished. */
  end(missing: Missing): void;
  /** How often a process died before it began with these rows. */
  falseStarts: number;
}

// Large enough that a message costs little, small enough that processes finish together.
const CHUNK_MS = 20;
const CHUNK_ROWS = 500;
const CHUNK_CHARACTERS = 200_000;

/** Keeps the rows of one run. `onSettled` is called once for each. */
export function createJob(task: Task, inputs: readonly Json[], deadlineMs: number, onSettled: () => void): Job {
  const results: (CallResult | undefined)[] = new Array(inputs.length).fill(undefined);
  const ahead: number[] = [];
  const lone: number[] = [];
  let next = 0;
  let open = inputs.length;
  let meanMs = CHUNK_MS;
  let finish: (results: readonly CallResult[]) => void = () => {};
  const finished = new Promise<readonly CallResult[]>((resolve) => {
    finish = resolve;
  });

  const job: Job = {
    task,
    deadlineMs,
    results: finished,
    falseStarts: 0,
    waiting: () => ahead.length + lone.length + inputs.length - next,
    take(processes) {
      const rest = ahead.length + inputs.length - next;
      const most = Math.min(CHUNK_ROWS, Math.ceil(CHUNK_MS / meanMs), Math.ceil(rest / processes));
      const rows: number[] = [];
      const texts: string[] = [];
      for (let size = 0; rows.length < most && size < CHUNK_CHARACTERS; ) {
        const row = nextRow();
        if (row === undefined) break;
        const text = textOf(row);
        if (text === undefined) continue;
        rows.push(row);
        texts.push(text);
        size += text.length;
      }
      return rows.length === 0 ? undefined : { job, rows, request: requestOf(task, texts), alone: false };
    },
    takeAlone() {
      const row = lone.shift();
      if (row === undefined) return undefined;
      return { job, rows: [row], request: requestOf(task, [JSON.stringify(inputs[row])]), alone: true };
    },
    settle(row, result) {
      if (results[row] !== undefined) return;
      results[row] = result;
      onSettled();
      if (--open === 0) finish(results as CallResult[]);
    },
    giveBack(rows, alone) {
      (alone ? lone : ahead).push(...rows);
    },
    took(ms) {
      meanMs = (meanMs + Math.max(ms, 1e-3)) / 2;
    },
    abandon(missing) {
      const rows = [...ahead.splice(0), ...lone.splice(0)];
      while (next < inputs.length) rows.push(next++);
      for (const row of rows) job.settle(row, { missing });
    },
    end(missing) {
      job.abandon(missing);
      for (let row = 0; open > 0; row++) job.settle(row, { missing });
    },
  };

  function nextRow(): number | undefined {
    return ahead.shift() ?? (next < inputs.length ? next++ : undefined);
  }

  function textOf(row: number): string | undefined {
    const why = whyNotJson(inputs[row]);
    if (why === undefined) return JSON.stringify(inputs[row]);
    job.settle(row, { missing: failed("engine", `The input holds ${why}, which is not JSON.`) });
    return undefined;
  }

  if (open === 0) finish([]);
  return job;
}

function requestOf(task: Task, texts: readonly string[]): string {
  return `{"module":${JSON.stringify(task.module)},"export":${JSON.stringify(task.export)},"rows":[${texts.join(",")}]}\n`;
}
