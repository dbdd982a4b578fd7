import { setTimeout as sleep } from "node:timers/promises";
import { openStore, type Store, type StoredBatch } from "@guerdon/server/store";
import { freePort, startPostgres } from "../../packages/server/src/store/start-postgres.test-support.ts";
import { startNats } from "../../packages/server/src/worker/start-nats.test-support.ts";
import { cleanRun, PROGRAM_PATH } from "./clean-run.ts";
import { ProgramHost } from "./program-host.ts";
import { type Acknowledged, BATCHES, RetryingClient, RUN } from "./retrying-client.ts";

/** What became of a run in which everything was killed. */
export interface ChaosResult {
  readonly kills: { readonly [part: string]: number };
  readonly steps: number;
  readonly acknowledged: number;
  readonly attempts: number;
  readonly lost: number;
  readonly changedAnswers: number;
  readonly wrongStates: number;
  readonly wrongTotals: number;
  readonly wrongAdvantages: number;
  readonly late: number;
  readonly seconds: number;
}

interface Part {
  readonly name: string;
  kill(): Promise<unknown>;
  start(): Promise<unknown>;
}

/**
 * A training run against server, workers, NATS and PostgreSQL while each of them is ended by `kill -9` so many times,
 * one at a time and at any moment of the work; then what the client was promised is compared with the store and with a
 * run of the engine alone.
 */
export async function runChaos(kills: number, log: (text: string) => void = () => {}): Promise<ChaosResult> {
  const started = performance.now();
  await using postgres = await startPostgres();
  await using nats = await startNats();
  const port = await freePort();
  const shared = ["--nats", nats.url, "--store", postgres.url, "--json", "--pool", "1"];
  await using server = new ProgramHost(["serve", PROGRAM_PATH, "--port", String(port), "--log", "silent", ...shared]);
  await using first = new ProgramHost(["worker", PROGRAM_PATH, "--ack-wait-ms", "2000", ...shared]);
  await using second = new ProgramHost(["worker", PROGRAM_PATH, "--ack-wait-ms", "2000", ...shared]);
  for (const host of [server, first, second]) await host.start();

  const client = new RetryingClient(`http://127.0.0.1:${port}`);
  let step = 0;
  let killing = true;
  const training = (async () => {
    for (; killing || step === 0; step++) await client.trainStep(step);
  })();
  const parts: readonly Part[] = [
    { name: "server", kill: () => server.kill(), start: () => server.start() },
    { name: "worker", kill: () => first.kill(), start: () => first.start() },
    { name: "NATS", kill: () => nats.kill(), start: () => nats.start() },
    { name: "PostgreSQL", kill: () => postgres.kill(), start: () => postgres.start() },
  ];
  const counts = Object.fromEntries(parts.map(({ name }) => [name, 0]));
  const killer = (async () => {
    for (let round = 0; round < kills; round++) {
      for (const part of parts) {
        await workHasGoneOn(client);
        await sleep(Math.random() * 300);
        await part.kill();
        counts[part.name] = (counts[part.name] as number) + 1;
        await sleep(Math.random() * 300);
        await part.start();
        log(`${part.name} killed ${counts[part.name]} times, step ${step}, ${client.ledger.length} acknowledged`);
      }
    }
  })().finally(() => {
    killing = false;
  });
  await Promise.all([training, killer]);
  const exits = await Promise.all([first.kill("SIGTERM"), second.kill("SIGTERM"), server.kill("SIGTERM")]);
  if (exits.some((code) => code !== 0)) throw new Error(`Expected all to end with 0, got ${exits}: ${server.errors}`);
  const store = await openStore(postgres.url);
  try {
    const { ledger, changed, attempts } = client;
    const seconds = (performance.now() - started) / 1000;
    return {
      kills: counts,
      steps: step,
      attempts,
      changedAnswers: changed,
      seconds,
      ...(await compare(store, ledger, step)),
    };
  } finally {
    await store.close();
  }
}

/** Each kill comes into work, not into the wait for the last one's restart. */
async function workHasGoneOn(client: RetryingClient): Promise<void> {
  const before = client.ledger.length;
  for (let waitedMs = 0; client.ledger.length < before + BATCHES; waitedMs += 20) {
    if (waitedMs > 120_000) throw new Error("The run does not go on.");
    await sleep(20);
  }
}

type Compared = Pick<ChaosResult, "acknowledged" | "lost" | "wrongStates" | "wrongTotals" | "wrongAdvantages" | "late">;

async function compare(store: Store, ledger: readonly Acknowledged[], steps: number): Promise<Compared> {
  const clean = await cleanRun(steps);
  const kept = new Map<string, StoredBatch>();
  for await (const batch of store.readBatches(RUN)) kept.set(batch.id, batch);
  if (kept.size !== steps * BATCHES) throw new Error(`Expected ${steps * BATCHES} batches, got ${kept.size}.`);
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const count = (isBad: (entry: Acknowledged) => boolean): number => ledger.filter(isBad).length;
  let wrongStates = 0;
  for (let step = 0; step <= steps; step++) {
    const state = await store.stateBefore(RUN, step);
    if ((state && JSON.stringify(state)) !== clean.states[step]) wrongStates++;
  }
  return {
    acknowledged: ledger.length,
    lost: count(({ id, advantages }) => differs([...(kept.get(id)?.columns.advantage?.values ?? [])], advantages)),
    wrongStates,
    wrongTotals: count(({ step, number, totals }) => differs(totals, clean.totals.get(`${step}/${number}`))),
    wrongAdvantages: count(({ step, number, advantages }) =>
      differs(advantages, clean.advantages.get(`${step}/${number}`)),
    ),
    late: count(({ late }) => late),
  };
}
