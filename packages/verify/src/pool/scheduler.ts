import type { CallResult, PoolHealth, Task } from "@guerdon/core/piece";
import { failed, type Json } from "@guerdon/core/signal";
import { type Chunk, Job } from "./job.ts";
import { PoolProcess, type PoolProcessOptions, type ProcessEvents } from "./pool-process.ts";
import { brokenRow, settleLoss, settleUnloadable } from "./settle-loss.ts";

export interface SchedulerOptions extends PoolProcessOptions {
  /** How many processes at most. */
  readonly size: number;
}

/** Shares processes among jobs, a chunk to each job in turn. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #processes: Set<PoolProcess> = new Set();
  readonly #leaving: Set<Promise<void>> = new Set();
  readonly #jobs: Job[] = [];
  readonly #count = { accepted: 0, done: 0, killed: 0, crashed: 0 };
  #isClosed = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Runs a task over rows. */
  add(task: Task, inputs: readonly Json[], deadlineMs: number): Promise<readonly CallResult[]> {
    this.#count.accepted += inputs.length;
    const job = new Job(task, inputs, { deadlineMs, onSettled: () => this.#count.done++ });
    this.#jobs.push(job);
    void job.results.then(() => this.#jobs.splice(this.#jobs.indexOf(job), 1));
    if (this.#isClosed) job.end(failed("engine", "The process pool is closed."));
    this.#pump();
    return job.results;
  }

  health(): PoolHealth {
    const { accepted, done, killed, crashed } = this.#count;
    const busy = [...this.#processes].filter((process) => !process.isFree()).length;
    return { processes: this.#processes.size, busy, queued: accepted - done - busy, done, killed, crashed };
  }

  /** Ends all processes and settles what is outstanding. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const process of this.#processes) process.kill();
    this.#processes.clear();
    for (const job of [...this.#jobs]) job.end(failed("engine", "The process pool was closed.", true));
    await Promise.all(this.#leaving);
  }

  #pump(): void {
    while (!this.#isClosed) {
      const free = [...this.#processes].find((process) => process.isFree());
      const mayStart = this.#processes.size < this.#options.size;
      if (!free && !mayStart) return;
      // A death has just made room for the row that must run alone, so it comes first.
      const lone = mayStart ? this.#nextChunk((job) => job.takeAlone()) : undefined;
      const chunk = lone ?? this.#nextChunk((job) => job.take(this.#options.size));
      if (!chunk) return;
      if (free && !lone) free.give(chunk);
      else if (!this.#startWith(chunk)) return;
    }
  }

  #nextChunk(take: (job: Job) => Chunk | undefined): Chunk | undefined {
    for (let i = this.#jobs.length; i > 0; i--) {
      const job = this.#jobs.shift() as Job;
      this.#jobs.push(job);
      const chunk = take(job);
      if (chunk) return chunk;
    }
    return undefined;
  }

  /** Starts a process with its first rows; false if there is none to be had before another one is free. */
  #startWith(chunk: Chunk): boolean {
    try {
      this.#start().give(chunk);
      return true;
    } catch (error) {
      const othersRun = [...this.#processes].some((process) => !process.isFree());
      const ending = { code: null, signal: null, stderr: "", error: (error as Error).message };
      if (othersRun) chunk.job.giveBack(chunk.rows, chunk.alone);
      else settleLoss({ chunk, rest: chunk.rows, begun: false, ending });
      return !othersRun;
    }
  }

  #start(): PoolProcess {
    const process = new PoolProcess(this.#options, {
      onRow({ job }, row, reply) {
        job.settle(row, reply.kind === "value" ? { value: reply.value } : brokenRow(job.task, reply.reason));
      },
      onFree: ({ job }, rowMs) => {
        job.took(rowMs);
        job.falseStarts = 0;
        this.#pump();
      },
      onUnloadable: (chunk, reason) => {
        settleUnloadable(chunk, reason);
        this.#pump();
      },
      onLost: (kind, loss) => {
        this.#count[kind]++;
        this.#processes.delete(process);
        if (loss) settleLoss(loss);
        this.#pump();
      },
    } satisfies ProcessEvents);
    this.#processes.add(process);
    this.#leaving.add(process.gone);
    void process.gone.then(() => this.#leaving.delete(process.gone));
    return process;
  }
}
