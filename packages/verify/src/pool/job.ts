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

export interface JobOptions {
  readonly deadlineMs: number;
  /** Called once for each row that is finished. */
  readonly onSettled: () => void;
}

// Large enough that a message costs little, small enough that processes finish together.
const CHUNK_MS = 20;
const CHUNK_ROWS = 500;
const CHUNK_CHARACTERS = 200_000;

/** One `run` of a pool: which rows wait, and what became of the others. */
export class Job {
  readonly task: Task;
  readonly deadlineMs: number;
  readonly results: Promise<readonly CallResult[]>;
  /** How often in a row a process died before it began with rows of this job. */
  falseStarts = 0;
  readonly #inputs: readonly Json[];
  readonly #settled: (CallResult | undefined)[];
  readonly #onSettled: () => void;
  readonly #givenBack: number[] = [];
  readonly #lone: number[] = [];
  #next = 0;
  #open: number;
  #rowMs = CHUNK_MS;
  #finish: (results: readonly CallResult[]) => void = () => {};

  constructor(task: Task, inputs: readonly Json[], { deadlineMs, onSettled }: JobOptions) {
    this.task = task;
    this.deadlineMs = deadlineMs;
    this.results = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#inputs = inputs;
    this.#settled = new Array(inputs.length).fill(undefined);
    this.#onSettled = onSettled;
    this.#open = inputs.length;
    if (this.#open === 0) this.#finish([]);
  }

  /** Hands out the next rows, so many that `processes` of them finish together. */
  take(processes: number): Chunk | undefined {
    const waiting = this.#givenBack.length + this.#inputs.length - this.#next;
    const most = Math.min(CHUNK_ROWS, Math.ceil(CHUNK_MS / this.#rowMs), Math.ceil(waiting / processes));
    const rows: number[] = [];
    const texts: string[] = [];
    for (let size = 0; rows.length < most && size < CHUNK_CHARACTERS; ) {
      const row = this.#givenBack.shift() ?? (this.#next < this.#inputs.length ? this.#next++ : undefined);
      if (row === undefined) break;
      const text = this.#textOf(row);
      if (text === undefined) continue;
      rows.push(row);
      texts.push(text);
      size += text.length;
    }
    return rows.length === 0 ? undefined : this.#chunk(rows, texts, false);
  }

  /** Hands out one row that must run alone. */
  takeAlone(): Chunk | undefined {
    const row = this.#lone.shift();
    return row === undefined ? undefined : this.#chunk([row], [JSON.stringify(this.#inputs[row])], true);
  }

  settle(row: number, result: CallResult): void {
    if (this.#settled[row] !== undefined) return;
    this.#settled[row] = result;
    this.#onSettled();
    if (--this.#open === 0) this.#finish(this.#settled as CallResult[]);
  }

  /** Takes back rows that were handed out and not run, or one that must run again alone. */
  giveBack(rows: readonly number[], alone: boolean): void {
    (alone ? this.#lone : this.#givenBack).push(...rows);
  }

  /** Learns how long a row takes. */
  took(rowMs: number): void {
    this.#rowMs = (this.#rowMs + Math.max(rowMs, 1e-3)) / 2;
  }

  /** Fails the rows that are not handed out. */
  abandon(missing: Missing): void {
    const rows = [...this.#givenBack.splice(0), ...this.#lone.splice(0)];
    while (this.#next < this.#inputs.length) rows.push(this.#next++);
    for (const row of rows) this.settle(row, { missing });
  }

  /** Fails all rows that are not finished. */
  end(missing: Missing): void {
    this.abandon(missing);
    for (let row = 0; this.#open > 0; row++) this.settle(row, { missing });
  }

  #textOf(row: number): string | undefined {
    const why = whyNotJson(this.#inputs[row]);
    if (why === undefined) return JSON.stringify(this.#inputs[row]);
    this.settle(row, { missing: failed("engine", `The input holds ${why}, which is not JSON.`) });
    return undefined;
  }

  #chunk(rows: readonly number[], texts: readonly string[], alone: boolean): Chunk {
    const { module, export: name } = this.task;
    const request = `{"module":${JSON.stringify(module)},"export":${JSON.stringify(name)},"rows":[${texts.join(",")}]}\n`;
    return { job: this, rows, request, alone };
  }
}
