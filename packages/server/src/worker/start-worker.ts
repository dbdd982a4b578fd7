import { setTimeout as sleep } from "node:timers/promises";
import { RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";
import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import type { Executor } from "../service/executor.ts";
import type { Store } from "../store/store.ts";
import { jobFromBytes } from "./job-bytes.ts";
import { deadSubject, doneSubject, JOBS, type Queue } from "./open-queue.ts";
import { type JobResult, resultToBytes } from "./result-bytes.ts";

export interface WorkerOptions {
  readonly queue: Queue;
  readonly store: Store;
  /** Scores and keeps. */
  readonly executor: Executor;
  /** Batches of other programs are left to other workers. */
  readonly programs: readonly Program[];
  /** Batches of one program under way at once. Default 4. */
  readonly concurrency?: number;
  /** A batch that has been begun so often without a result is not begun again. Default 5. */
  readonly maxDeliveries?: number;
  /** Told of each batch that ended. */
  readonly onBatch?: (outcome: "scored" | "given back" | "dead", key: string, reason?: string) => void;
}

/** A worker that takes batches until it is told to stop. */
export interface Worker {
  readonly done: { readonly scored: number; readonly givenBack: number; readonly dead: number };
  /** Takes no more, ends what is under way, gives the rest back. */
  drain(): Promise<void>;
}

const HEAD_BYTES = 1024;
const GIVEN_BACK_MS = 250;
/** NATS is asked again for work so often, and missed when it gives no sign for as long. */
const ASK_AGAIN_MS = 4_000;

/** Takes batches off the queue, scores and keeps them, and tells who waits. A batch is acknowledged when its scores are durable. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { queue, programs, concurrency = 4, maxDeliveries = 5 } = options;
  let draining = false;
  const done = { scored: 0, givenBack: 0, dead: 0 };
  const lines = new Map<string, ConsumerMessages>();
  const first = await Promise.all(programs.map(open));
  const ended = programs.map((program, i) => keepWorking(program, first[i] as ConsumerMessages));

  async function open({ hash }: Program): Promise<ConsumerMessages> {
    const consumer = await queue.jetstream.consumers.get(JOBS, await queue.openConsumer(hash));
    const wait = { expires: ASK_AGAIN_MS, abort_on_missing_resource: true };
    const messages = await consumer.consume({ max_messages: concurrency, ...wait });
    lines.set(hash, messages);
    return messages;
  }

  /** A line that breaks, for NATS has lost its folder for one, is made anew. */
  async function keepWorking(program: Program, messages: ConsumerMessages): Promise<void> {
    for (let line: ConsumerMessages | undefined = messages; ; line = await open(program).catch(() => undefined)) {
      if (line !== undefined) await work(line, program).catch(() => {});
      if (draining) return;
      await sleep(GIVEN_BACK_MS);
    }
  }

  async function work(messages: ConsumerMessages, program: Program): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for await (const message of messages) {
      const task: Promise<void> = handle(message, program).finally(() => underWay.delete(task));
      underWay.add(task);
      if (underWay.size >= concurrency) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  }

  async function handle(message: JsMsg, program: Program): Promise<void> {
    const key = message.headers?.get("Guerdon-Key") ?? "";
    const alive = setInterval(() => message.working(), queue.ackWaitMs / 3);
    try {
      await tell(key, await outlast(() => score(message, program, key)));
      await message.ackAck({ timeout: 5_000 });
      if (message.data.length === 0) await options.store.dropPayload(key);
      note("scored", key);
    } catch (error) {
      await giveUp(message, program, key, error);
    } finally {
      clearInterval(alive);
    }
  }

  /** While the store is away the batch is held, so that it does not look as if it broke its workers. */
  async function outlast(work: () => Promise<JobResult>): Promise<JobResult> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!mayMend(error) || draining) throw error;
        await sleep(GIVEN_BACK_MS);
      }
    }
  }

  async function score(message: JsMsg, program: Program, key: string): Promise<JobResult> {
    const begun = message.info.deliveryCount - 1;
    if (begun >= maxDeliveries) {
      if ((await options.store.findBatch(key)) !== undefined) return { kind: "kept" };
      throw new Error(`begun ${begun} times without a result`);
    }
    const inline = message.data.length > 0;
    const body = inline ? message.data : await options.store.findPayload(key);
    if (body === undefined) throw new Error(`the payload of ${key} is not in the store`);
    const batch = await options.executor.execute(await jobFromBytes(body, program));
    return batch.id === key ? { kind: "scores", batch } : { kind: "kept" };
  }

  async function tell(key: string, result: JobResult): Promise<void> {
    let bytes = resultToBytes(result);
    if (bytes.length + HEAD_BYTES > (queue.connection.info?.max_payload ?? 1_048_576)) {
      const place = `result ${key}`;
      await options.store.dropPayload(place);
      await options.store.putPayload(place, bytes);
      bytes = resultToBytes({ kind: "elsewhere", key: place });
    }
    queue.connection.publish(doneSubject(key), bytes);
  }

  /** What may succeed with another worker is given back, the rest put aside with its reason, and who waits is told. */
  async function giveUp(message: JsMsg, program: Program, key: string, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    const last = message.info.deliveryCount >= maxDeliveries;
    try {
      if (mayMend(error) || !last) {
        message.nak(GIVEN_BACK_MS);
        note("given back", key, reason);
        return;
      }
      const { headers } = await import("@nats-io/transport-node");
      const head = headers();
      head.set("Guerdon-Key", key);
      head.set("Guerdon-Reason", reason.replace(/[\r\n]+/g, " ").slice(0, 1000));
      await queue.jetstream.publish(deadSubject(program.hash), message.data, { headers: head, msgID: `dead ${key}` });
      await tell(key, { kind: "failed", reason });
      // Without the reason, which older servers do not understand here.
      message.term();
      note("dead", key, reason);
    } catch {
      // NATS is away: the batch comes again by itself when its time is over.
    }
  }

  function note(outcome: "scored" | "given back" | "dead", key: string, reason?: string): void {
    if (outcome === "scored") done.scored++;
    else if (outcome === "dead") done.dead++;
    else done.givenBack++;
    options.onBatch?.(outcome, key, reason);
  }

  return {
    done,
    async drain() {
      draining = true;
      for (const messages of lines.values()) messages.stop();
      await Promise.all(ended);
      await queue.connection.flush();
    },
  };
}

/** The store, or NATS, may come back; a batch that breaks the engine will break it again. */
function mayMend(error: unknown): boolean {
  return RewardError.is(error) && error.code === "GUERDON_STORE" && error.details.retryable === true;
}
