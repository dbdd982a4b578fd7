import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, term } from "@guerdon/core/program";
import { sources } from "@guerdon/verify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BatchJob } from "../service/executor.ts";
import { LocalExecutor } from "../service/local-executor.ts";
import { MicroBatcher } from "../service/micro-batcher.ts";
import { adaptiveProgram, clock, rolloutsOf, scoredBatch } from "../store/adaptive-run.test-support.ts";
import { openStore } from "../store/open-store.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "../store/start-postgres.test-support.ts";
import type { Store } from "../store/store.ts";
import { consumerName, JOBS, openQueue, type Queue } from "./open-queue.ts";
import { loadToPrometheus, queueLoad } from "./queue-load.ts";
import { RemoteExecutor } from "./remote-executor.ts";
import { natsProgram, startNats, type TestNats } from "./start-nats.test-support.ts";
import { startWorker, type Worker } from "./start-worker.ts";

const absent = [
  ...(natsProgram() === undefined ? ["nats-server"] : []),
  ...(postgresPrograms() === undefined ? ["PostgreSQL"] : []),
].join(" and ");
const library = makeLibrary([...sources, ...advantages], advantagePresets);
const slow = compileProgram(
  {
    reward: "slow",
    terms: {
      one: term(async (all) => new Promise((done) => setTimeout(() => done(all.map(() => 1)), 2_500)), {
        range: [0, 1],
        scope: "rollout",
      }),
    },
    total: "one",
  },
  library,
);

describe.skipIf(absent !== "")(`workers${absent === "" ? "" : ` (skipped: no ${absent} that may run here)`}`, () => {
  let postgres: TestPostgres;
  let nats: TestNats;
  let store: Store;
  let serverQueue: Queue;
  let remote: RemoteExecutor;
  beforeAll(async () => {
    [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
    store = await openStore(postgres.url);
    serverQueue = await openQueue({ url: nats.url });
    remote = new RemoteExecutor(serverQueue, store);
    await store.openRun("run", { name: adaptiveProgram.name, hash: adaptiveProgram.hash });
  }, 120_000);
  afterAll(async () => {
    await remote?.close();
    await store?.close();
    await nats?.[Symbol.asyncDispose]();
    await postgres?.[Symbol.asyncDispose]();
  }, 60_000);

  async function worker(programs = [adaptiveProgram], more: object = {}): Promise<Worker & { stop(): Promise<void> }> {
    const queue = await openQueue({ url: nats.url, ackWaitMs: 1_000 });
    const executor = new LocalExecutor(new MicroBatcher({ clock }), store);
    const started = await startWorker({ queue, store, executor, programs, ...more });
    const stop = async (): Promise<void> => {
      await started.drain();
      await queue.close();
    };
    return { ...started, stop };
  }
  const jobOf = (number: number, more: Partial<BatchJob> = {}): BatchJob => ({
    key: `job ${number}`,
    program: adaptiveProgram,
    run: "run",
    step: 0,
    protocol: "test",
    rollouts: rolloutsOf(0, number),
    deadlineMs: 20_000,
    ...more,
  });

  it("score what this process would have scored, keep it once, and answer a second time the same", async () => {
    const [a, b] = [await worker(), await worker()];
    const jobs = Array.from({ length: 20 }, (_, i) => jobOf(i % 10));
    const batches = await Promise.all(jobs.map((job) => remote.execute(job)));
    for (const [i, batch] of batches.entries()) {
      const own = await scoredBatch("run", 0, i % 10, undefined);
      expect(batch.columns.total.values).toEqual(own.columns.total.values);
      expect(batch.columns.advantage?.values).toEqual(own.columns.advantage?.values);
      expect(batch.layout).toEqual(own.layout);
      expect(batch.id).toBe(batches[i % 10]?.id);
    }
    expect((await store.findRun("run"))?.batches).toBe(10);
    expect((await remote.execute(jobOf(3))).repeated).toBe(true);
    await Promise.all([a.stop(), b.stop()]);
    expect(a.done.scored + b.done.scored).toBeGreaterThanOrEqual(10);
  });

  it("answer what belongs to no run without keeping it, also when it is larger than a message", async () => {
    const one = await worker();
    const text = Array.from({ length: 400_000 }, (_, i) =>
      String.fromCharCode(97 + (((i * 2_654_435_761) >>> 9) % 26)),
    ).join("");
    const [first] = rolloutsOf(0, 1);
    const large = Array.from({ length: 6 }, (_, i) => ({
      ...first!,
      id: `${i}`,
      item: { text: text.slice(i * 7) + i },
    }));
    for (const rollouts of [rolloutsOf(0, 1), large]) {
      const { run: _, ...job } = jobOf(0, { key: `free ${rollouts.length}`, rollouts });
      const [a, b] = [await remote.execute(job), await remote.execute(job)];
      expect(a.columns.total.values).toEqual(b.columns.total.values);
      expect(a.columns.total.values).toHaveLength(rollouts.length);
      expect(await store.findBatch(job.key)).toBeUndefined();
      expect(await store.findPayload(job.key)).toBeUndefined();
    }
    await one.stop();
  });

  it("hold a batch that takes longer than the deadline for a sign, and end it before they leave", async () => {
    await store.openRun("slow", { name: slow.name, hash: slow.hash });
    const one = await worker([slow]);
    const result = remote.execute(jobOf(0, { key: "slow", run: "slow", program: slow }));
    while ((await queueLoad(serverQueue, [slow]))[0]?.underWay === 0) await new Promise((done) => setTimeout(done, 50));
    await one.stop();
    expect(one.done).toEqual({ scored: 1, givenBack: 0, dead: 0 });
    expect((await result).columns.total.values).toEqual(Float64Array.of(1, 1, 1, 1));
  });

  it("go on when NATS forgets what they read from", async () => {
    const one = await worker();
    await serverQueue.manager.consumers.delete(JOBS, consumerName(adaptiveProgram.hash));
    expect((await remote.execute(jobOf(40, { key: "after" }))).layout.groupOf).toHaveLength(4);
    await one.stop();
  });

  it("put aside a batch that none can score, with the reason", async () => {
    const one = await worker([adaptiveProgram], { maxDeliveries: 2 });
    await expect(
      remote.execute(jobOf(50, { key: "bad", run: "no such run" })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected workers to score a batch of \`adaptive\`, got: Expected run \`no such run\` to be in the store, got no such run.]`,
    );
    await one.stop();
    expect(one.done).toEqual({ scored: 0, givenBack: 1, dead: 1 });
    expect((await queueLoad(serverQueue, [adaptiveProgram]))[0]?.dead).toBe(1);
  });

  it("without workers the queue tells what waits, and who waits is told in time", async () => {
    const waiting = remote.execute(jobOf(60, { key: "nobody", deadlineMs: 1_500 }));
    await expect(waiting).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected a worker to score a batch of \`adaptive\` within 1500 ms, got no answer.]`,
    );
    await expect(waiting).rejects.toMatchObject({ code: "GUERDON_WORKER", details: { retryable: true } });
    const [load] = await queueLoad(serverQueue, [adaptiveProgram]);
    expect(load).toMatchObject({ program: "adaptive", pending: 1, underWay: 0, redelivered: 0 });
    expect(load?.lagSeconds).toBeGreaterThan(1);
    expect(loadToPrometheus([load!])).toContain(
      `guerdon_queue_pending{program="adaptive",hash="${adaptiveProgram.hash}"} 1`,
    );
    const one = await worker();
    expect((await remote.execute(jobOf(60, { key: "nobody" }))).layout.groupOf).toHaveLength(4);
    await one.stop();
  });
});
