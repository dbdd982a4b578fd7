import { RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";
import { LocalExecutor, MicroBatcher } from "@guerdon/server/service";
import { openStore } from "@guerdon/server/store";
import { loadToPrometheus, openQueue, queueLoad, startWorker } from "@guerdon/server/worker";
import { diskCache, layeredCache, memoryCache } from "@guerdon/verify/cache";
import { processPool } from "@guerdon/verify/pool";
import { programSource } from "../serve/program-source.ts";
import { untilStopped } from "../serve/until-stopped.ts";
import { systemClock } from "../system-clock.ts";

export interface WorkerCommandOptions {
  readonly nats: string;
  readonly store?: string;
  readonly concurrency: number;
  readonly ackWaitMs: number;
  readonly maxDeliveries: number;
  readonly pool: number;
  readonly deadlineMs: number;
  readonly cache?: string;
  readonly seed: number;
  readonly status?: boolean;
  readonly prometheus?: boolean;
  readonly json?: boolean;
}

/** `guerdon worker PROGRAM…`: scores what servers put on the queue until it is told to stop. */
export async function worker(paths: readonly string[], options: WorkerCommandOptions): Promise<number> {
  const programs = await Promise.all(paths.map((path) => programSource(path).load()));
  if (options.status === true || options.prometheus === true) return printStatus(programs, options);
  const place = sharedStore(options.store);
  const queue = await openQueue({ url: options.nats, ackWaitMs: options.ackWaitMs });
  const store = await openStore(place);
  const pool = processPool({ size: options.pool, deadlineMs: options.deadlineMs });
  const disk = options.cache === undefined ? undefined : diskCache({ directory: options.cache });
  const memory = memoryCache({ maxEntries: 100_000 });
  const cache = disk === undefined ? memory : layeredCache(memory, disk);
  const batcher = new MicroBatcher({ clock: systemClock, pool, cache, seed: options.seed });
  const { concurrency, maxDeliveries } = options;
  const executor = new LocalExecutor(batcher, store);
  const taker = await startWorker({ queue, store, executor, programs, concurrency, maxDeliveries, onBatch: report });
  const names = programs.map(({ name, hash }) => `${name} (${hash.slice(0, 12)})`).join(", ");
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ pid: process.pid, ready: true })}\n` : `Scoring ${names}.\n`,
  );
  await untilStopped();
  await taker.drain();
  for (const part of [queue, store, pool, ...(disk === undefined ? [] : [disk])]) await part.close();
  process.stderr.write(
    `Scored ${taker.done.scored} batches, gave back ${taker.done.givenBack}, up ${taker.done.dead}.\n`,
  );
  return 0;
}

/** The store that servers and workers share. */
export function sharedStore(place: string | undefined): string {
  if (place !== undefined && /^postgres(ql)?:\/\//.test(place)) return place;
  throw new RewardError(
    "GUERDON_USAGE",
    `Expected \`--store\` to be the URL of a PostgreSQL, got \`${place ?? "none"}\`.`,
    {
      hint: "Servers and workers keep scores and state in one store: `--store postgres://USER@HOST/DATABASE`.",
    },
  );
}

function report(outcome: "scored" | "given back" | "dead", key: string, reason?: string): void {
  if (outcome !== "scored") process.stderr.write(`Batch ${key}: ${outcome}: ${reason}\n`);
}

async function printStatus(programs: readonly Program[], options: WorkerCommandOptions): Promise<number> {
  const queue = await openQueue({ url: options.nats, ackWaitMs: options.ackWaitMs });
  const loads = await queueLoad(queue, programs);
  await queue.close();
  process.stdout.write(options.prometheus === true ? loadToPrometheus(loads) : `${JSON.stringify(loads)}\n`);
  return 0;
}
