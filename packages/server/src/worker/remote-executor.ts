import { setTimeout as sleep } from "node:timers/promises";
import { RewardError } from "@guerdon/core/error";
import type { BatchJob, ExecutedBatch, Executor } from "../service/executor.ts";
import type { Store } from "../store/store.ts";
import { jobToBytes } from "./job-bytes.ts";
import { doneSubject, JOBS, jobSubject, type Queue } from "./open-queue.ts";
import { type JobResult, resultFromBytes } from "./result-bytes.ts";

/** Room for the subject and the head of a message. */
const HEAD_BYTES = 1024;
const POLL_MS = 1_000;
const DEADLINE_MS = 120_000;

/**
 * Has batches scored by workers: each is one message, which is there until a worker has kept its scores in the store
 * that servers and workers share. Nothing depends on the answer of the worker alone: where it is lost, the store is
 * asked, and a message that is gone without a result is sent again.
 */
export class RemoteExecutor implements Executor {
  readonly #queue: Queue;
  readonly #store: Store;

  constructor(queue: Queue, store: Store) {
    this.#queue = queue;
    this.#store = store;
  }

  async execute(job: BatchJob): Promise<ExecutedBatch> {
    const there = await this.#findKept(job);
    if (there !== undefined) return { ...there, repeated: true };
    const ends = performance.now() + (job.deadlineMs ?? DEADLINE_MS);
    const told = this.#listen(job.key);
    try {
      const body = await jobToBytes(job);
      let id = job.key;
      for (;;) {
        const seq = await this.#publish(job, await this.#fit(job.key, body), id, ends);
        const result = await this.#await(job, told.result, seq, ends);
        if (result !== undefined) return result;
        // It was taken off the queue without a result: worker or answer is lost. Whoever retries gives it this name.
        id = `${job.key}:${seq}`;
      }
    } finally {
      told.stop();
    }
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  async #findKept(job: BatchJob): Promise<ExecutedBatch | undefined> {
    const stored = job.run === undefined ? undefined : await this.#store.findBatch(job.key);
    return stored && { ...stored, repeated: false, seconds: 0 };
  }

  /** Hears of results before the message is sent. */
  #listen(key: string): { readonly result: Promise<JobResult>; stop(): void } {
    let stop = (): void => {};
    const result = new Promise<JobResult>((resolve) => {
      const subscription = this.#queue.connection.subscribe(doneSubject(key), {
        callback: (error, message) => {
          if (error === null) resolve(resultFromBytes(message.data));
        },
      });
      stop = () => subscription.unsubscribe();
    });
    return { result, stop };
  }

  /** A message that is too large is kept in the store and its key is sent. */
  async #fit(key: string, body: Uint8Array): Promise<Uint8Array> {
    if (body.length + HEAD_BYTES <= (this.#queue.connection.info?.max_payload ?? 1_048_576)) return body;
    await this.#store.putPayload(key, body);
    return new Uint8Array(0);
  }

  /** The number of the message in the stream, or of the one with this name that came before. */
  async #publish(job: BatchJob, body: Uint8Array, id: string, ends: number): Promise<number> {
    const { headers } = await import("@nats-io/transport-node");
    const head = headers();
    head.set("Guerdon-Key", job.key);
    for (;;) {
      try {
        const options = { msgID: id, headers: head, timeout: 5_000 };
        return (await this.#queue.jetstream.publish(jobSubject(job.program.hash), body, options)).seq;
      } catch (cause) {
        if (/maximum messages exceeded/.test((cause as Error).message)) throw full(cause);
        if (performance.now() + POLL_MS > ends) throw unanswered(job, cause);
        await sleep(POLL_MS / 4);
      }
    }
  }

  /** The result, or nothing when the message is gone and there is none. */
  async #await(job: BatchJob, told: Promise<JobResult>, seq: number, ends: number): Promise<ExecutedBatch | undefined> {
    for (let gone = 0; gone < 2; ) {
      const left = ends - performance.now();
      if (left <= 0) throw unanswered(job);
      const waiting = new AbortController();
      const pause = sleep(Math.min(POLL_MS, left), undefined, { signal: waiting.signal }).catch(() => undefined);
      const result = await Promise.race([told, pause]);
      waiting.abort();
      if (result !== undefined) return this.#read(job, result);
      const isGone = await this.#isGone(seq);
      const kept = await this.#findKept(job);
      if (kept !== undefined) return kept;
      gone = isGone ? gone + 1 : 0;
    }
    return undefined;
  }

  /** Unknown while NATS does not answer. */
  async #isGone(seq: number): Promise<boolean> {
    try {
      return (await this.#queue.manager.streams.getMessage(JOBS, { seq })) === null;
    } catch (error) {
      return (error as { code?: number }).code === 10_037 || /no message found/i.test((error as Error).message);
    }
  }

  async #read(job: BatchJob, result: JobResult): Promise<ExecutedBatch | undefined> {
    if (result.kind === "kept") return this.#findKept(job);
    if (result.kind === "scores") return result.batch;
    if (result.kind === "failed") throw failed(job, result.reason);
    const body = await this.#store.findPayload(result.key);
    return body === undefined ? undefined : this.#read(job, resultFromBytes(body));
  }
}

function full(cause: unknown): RewardError {
  return new RewardError("GUERDON_BUSY", "Expected room in the queue of the workers, got a full one.", {
    hint: "Try again later, or start more workers.",
    details: { retryAfterSeconds: 2 },
    cause,
  });
}

function unanswered({ program, deadlineMs = DEADLINE_MS }: BatchJob, cause?: unknown): RewardError {
  return new RewardError(
    "GUERDON_WORKER",
    `Expected a worker to score a batch of \`${program.name}\` within ${deadlineMs} ms, got no answer.`,
    {
      hint: "See that workers with this version of the program run: `guerdon worker --status`. The same request may be made again.",
      details: { retryable: true, program: program.hash },
      cause,
    },
  );
}

function failed({ program }: BatchJob, reason: string): RewardError {
  return new RewardError(
    "GUERDON_WORKER",
    `Expected workers to score a batch of \`${program.name}\`, got: ${reason.replace(/\.$/, "")}.`,
    {
      hint: `The batch is kept in the stream ${"GUERDON_DEAD"} with the reason.`,
      details: { retryable: false, program: program.hash },
    },
  );
}
