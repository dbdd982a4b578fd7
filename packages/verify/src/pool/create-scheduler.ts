import type { CallResult, PoolHealth, Task } from "@guerdon/core/piece";
import { failed, type Json } from "@guerdon/core/signal";
import { type Chunk, createJob, type Job } from "./job.ts";
import type { LaunchOptions } from "./launch-child.ts";
import { type PoolProcess, type ProcessEvents, startProcess } from "./pool-process.ts";
import { brokenRow, settleLoss, settleUnloadable } from "./settle-loss.ts";

export interface SchedulerOptions extends LaunchOptions {
  readonly size: number;
  readonly startMs: number;
}

/** Shares processes among jobs, a chunk to each job in turn. */
export interface Scheduler {
  add(task: Task, inputs: readonly Json[], deadlineMs: number): Promise<readonly CallResult[]>;
  health(): PoolHealth;
  close(): Promise<void>;
  isClosed(): boolean;
}

/** Makes a scheduler that has no process yet. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const processes = new Set<PoolProcess>();
  const leaving = new Set<Promise<void>>();
  const jobs: Job[] = [];
  const counts = { accepted: 0, done: 0, killed: 0, crashed: 0 };
  let closed = false;

  function add(task: Task, inputs: readonly Json[], deadlineMs: number): Promise<readonly CallResult[]> {
    counts.accepted += inputs.length;
    const job = createJob(task, inputs, deadlineMs, () => counts.done++);
    jobs.push(job);
    void job.results.then(() => jobs.splice(jobs.indexOf(job), 1));
    pump();
    return job.results;
  }

  function pump(): void {
    while (!closed) {
      const free = [...processes].find((process) => process.isFree());
      const mayStart = processes.size < options.size;
      if (!free && !mayStart) return;
      // A death has just made room for the row that must run alone, so it comes first.
      const lone = mayStart ? nextChunk((job) => job.takeAlone()) : undefined;
      const chunk = lone ?? nextChunk((job) => job.take(options.size));
      if (!chunk) return;
      const process = free && !lone ? free : start();
      process.give(chunk);
    }
  }

  function nextChunk(take: (job: Job) => Chunk | undefined): Chunk | undefined {
    for (let i = jobs.length; i > 0; i--) {
      const job = jobs.shift() as Job;
      jobs.push(job);
      const chunk = take(job);
      if (chunk) return chunk;
    }
    return undefined;
  }

  function start(): PoolProcess {
    const process = startProcess(options, {
      onRow({ job }, row, reply) {
        job.settle(row, reply.kind === "value" ? { value: reply.value } : brokenRow(job.task, reply.reason));
      },
      onFree({ job }, rowMs) {
        job.took(rowMs);
        pump();
      },
      onUnloadable(chunk, reason) {
        settleUnloadable(chunk, reason);
        pump();
      },
      onLost(kind, loss) {
        counts[kind]++;
        processes.delete(process);
        if (loss) settleLoss(loss);
        pump();
      },
    } satisfies ProcessEvents);
    processes.add(process);
    leaving.add(process.gone);
    void process.gone.then(() => leaving.delete(process.gone));
    return process;
  }

  function health(): PoolHealth {
    const busy = [...processes].filter((process) => !process.isFree()).length;
    const queued = counts.accepted - counts.done - busy;
    return {
      processes: processes.size,
      busy,
      queued,
      done: counts.done,
      killed: counts.killed,
      crashed: counts.crashed,
    };
  }

  async function close(): Promise<void> {
    closed = true;
    for (const process of processes) process.kill();
    processes.clear();
    for (const job of [...jobs]) job.end(failed("engine", "The process pool was closed.", true));
    await Promise.all(leaving);
  }

  return { add, health, close, isClosed: () => closed };
}
