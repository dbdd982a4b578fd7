import type { Program } from "@guerdon/core/program";
import { consumerName, DEAD, deadSubject, JOBS, jobSubject, type Queue } from "./open-queue.ts";

/** What waits for the workers of a program: the signal by which workers are added or removed. */
export interface QueueLoad {
  readonly program: string;
  readonly hash: string;
  /** Batches that no worker has begun. */
  readonly pending: number;
  /** Batches under way. */
  readonly underWay: number;
  /** Batches under way that were begun before. */
  readonly redelivered: number;
  /** Age of the oldest batch without a result, in seconds. */
  readonly lagSeconds: number;
  /** Batches that were given up. */
  readonly dead: number;
}

/** Measures the queue of each program. */
export async function queueLoad(queue: Queue, programs: readonly Program[]): Promise<readonly QueueLoad[]> {
  const loads: QueueLoad[] = [];
  for (const { name, hash } of programs) {
    const waiting = await queue.manager.streams.info(JOBS, { subjects_filter: jobSubject(hash) });
    // Before the first worker came there is no consumer, and all that waits is in the stream.
    const info = await queue.manager.consumers.info(JOBS, consumerName(hash)).catch(() => undefined);
    const oldest = await queue.manager.streams.getMessage(JOBS, firstOf(jobSubject(hash))).catch(() => null);
    const dead = await queue.manager.streams.info(DEAD, { subjects_filter: deadSubject(hash) });
    loads.push({
      program: name,
      hash,
      pending: info?.num_pending ?? waiting.state.subjects?.[jobSubject(hash)] ?? 0,
      underWay: info?.num_ack_pending ?? 0,
      redelivered: info?.num_redelivered ?? 0,
      lagSeconds: oldest === null ? 0 : Math.max(0, (Date.now() - oldest.time.getTime()) / 1000),
      dead: dead.state.subjects?.[deadSubject(hash)] ?? 0,
    });
  }
  return loads;
}

/** The first message of a subject; the types of the client know only its number. */
function firstOf(subject: string): { readonly seq: number } {
  return { seq: 1, next_by_subj: subject } as { seq: number };
}

const METRICS = {
  pending: "Batches that no worker has begun.",
  underWay: "Batches under way.",
  redelivered: "Batches under way that were begun before.",
  lagSeconds: "Age of the oldest batch without a result.",
  dead: "Batches that were given up.",
} as const;

/** The same in the text format of Prometheus. */
export function loadToPrometheus(loads: readonly QueueLoad[]): string {
  const lines = Object.entries(METRICS).flatMap(([key, help]) => {
    const name = `guerdon_queue_${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    const samples = loads.map(
      (load) =>
        `${name}{program=${JSON.stringify(load.program)},hash="${load.hash}"} ${load[key as keyof typeof METRICS]}`,
    );
    return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...samples];
  });
  return `${lines.join("\n")}\n`;
}
