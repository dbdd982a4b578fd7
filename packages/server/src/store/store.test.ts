import { rmSync } from "node:fs";
import type { ProgramState } from "@guerdon/core/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nextStateOf } from "../service/next-state-of.ts";
import { adaptiveProgram, rolloutsOf, scoredBatch } from "./adaptive-run.test-support.ts";
import { drawer, shuffled } from "./draw.test-support.ts";
import { newStoreFolder } from "./new-store-folder.test-support.ts";
import { openStore } from "./open-store.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "./start-postgres.test-support.ts";
import type { NextState, Store, StoredBatch } from "./store.ts";

const program = { name: adaptiveProgram.name, hash: adaptiveProgram.hash };
const next = nextStateOf(adaptiveProgram) as NextState;
const noPostgres = postgresPrograms() === undefined ? "no PostgreSQL that may run here" : undefined;

interface Opened {
  /** Two on a PostgreSQL, which many share; one in a folder. */
  readonly stores: readonly [Store, ...Store[]];
  close(): Promise<void>;
}

async function openFolder(): Promise<Opened> {
  const folder = await newStoreFolder();
  const store = await openStore(folder);
  return {
    stores: [store],
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openServer(): Promise<Opened> {
  const server: TestPostgres = await startPostgres();
  const [a, b] = await Promise.all([openStore(server.url), openStore(server.url)]).catch(async (error) => {
    await server[Symbol.asyncDispose]();
    throw error;
  });
  return {
    stores: [a, b],
    async close() {
      await Promise.all([a.close(), b.close()]);
      await server[Symbol.asyncDispose]();
    },
  };
}

describe.each([
  ["PGlite in a folder", openFolder, undefined],
  ["PostgreSQL", openServer, noPostgres],
] as const)("store on %s", (_, open, absent) => {
  describe.skipIf(absent !== undefined)(absent === undefined ? "holds" : `(skipped: ${absent})`, () => {
    let opened: Opened;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.stores[0];
    }, 120_000);
    afterAll(() => opened?.close(), 60_000);

    it("gives back what it keeps, to the bit, and a second time the first", async () => {
      await store.openRun("same", program);
      const batch = await scoredBatch("same", 0, 1, undefined);
      const [kept] = await store.commitBatches([batch]);
      const [again] = await store.commitBatches([
        { ...batch, columns: (await scoredBatch("same", 0, 2, undefined)).columns },
      ]);
      const found = (await store.findBatch(batch.key)) as StoredBatch;
      for (const each of [kept, again, found])
        expect(contentOf(each as StoredBatch)).toEqual(contentOf(kept as StoredBatch));
      expect(found.columns.total.values).toEqual(batch.columns.total.values);
      expect([...(found.columns.total.notes?.missing ?? [])]).toEqual([...(batch.columns.total.notes?.missing ?? [])]);
      expect(found.layout).toEqual(batch.layout);
      const rollouts = await store.readRollouts(found.id);
      expect(rollouts.map(({ tokens, ...rest }) => rest)).toEqual(rolloutsOf(0, 1).map(({ tokens, ...rest }) => rest));
      expect(rollouts[0]?.tokens).toEqual({ ids: [1, 2, 3], logprobs: [-0.1, -0.2, -1e-17] });
    });

    it("keeps −0 and the smallest number, and no batch under an unknown run", async () => {
      await store.openRun("bits", program);
      const batch = await scoredBatch("bits", 0, 1, undefined);
      const values = Float64Array.of(-0, 5e-324, 0.1 + 0.2, -1.7976931348623157e308);
      const total = { level: "rollout" as const, values, present: new Uint8Array(4).fill(1) };
      await store.commitBatches([{ ...batch, columns: { total, terms: new Map() } }]);
      const found = (await store.findBatch(batch.key)) as StoredBatch;
      expect([...found.columns.total.values].every((value, i) => Object.is(value, values[i]))).toBe(true);
      await expect(
        store.commitBatches([{ ...batch, key: "x", run: "nobody" }]),
      ).rejects.toThrowErrorMatchingInlineSnapshot(
        "[RewardError: Expected run `nobody` to be in the store, got no such run.]",
      );
      expect(await store.findBatch("x")).toBeUndefined();
    });

    it("a batch that cannot be kept fails alone among those kept with it", async () => {
      await store.openRun("group", program);
      const batches = await Promise.all([1, 2, 3, 4].map((number) => scoredBatch("group", 0, number, undefined)));
      const settled = await Promise.allSettled(
        batches.map((batch, i) => store.commitBatches([i === 2 ? { ...batch, run: "nobody" } : batch])),
      );
      expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    });

    it("moves the state once, whoever asks how often", async () => {
      await store.openRun("once", program);
      await store.commitBatches([await scoredBatch("once", 0, 1, undefined)]);
      await expect(store.stateBefore("once", 1)).rejects.toThrowErrorMatchingInlineSnapshot(
        "[RewardError: Expected the steps of run `once` below 1 to be ended, got step 0 open.]",
      );
      await expect(store.stateBefore("once", 1)).rejects.toMatchObject({
        code: "GUERDON_STEP_OPEN",
        details: { open: 0 },
      });
      const moved = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          (opened.stores[i % opened.stores.length] as Store).endStep("once", 0, next),
        ),
      );
      expect(moved.filter(({ moved: did }) => did)).toHaveLength(1);
      const state = await store.stateBefore("once", 1);
      const [late] = await store.commitBatches([await scoredBatch("once", 0, 2, undefined)]);
      expect(late?.late).toBe(true);
      await store.endStep("once", 0, next);
      expect(await store.stateBefore("once", 1)).toEqual(state);
      expect(await store.stateBefore("once", 0)).toBeUndefined();
      expect((await store.endStep("once", 6, next)).moved).toBe(true);
      expect(await store.stateBefore("once", 7)).toEqual(state);
      expect(await store.findRun("once")).toMatchObject({ step: 7, batches: 2, rollouts: 8, late: 1 });
    });

    it("a run whose calls are retried, doubled and out of order has the states of a clean one", async () => {
      for (let seed = 0; seed < 6; seed++) {
        const clean = await cleanRun(store, `clean ${seed}`, seed);
        expect(await wildRun(opened.stores, `wild ${seed}`, seed)).toEqual(clean);
      }
    }, 120_000);

    it("reads a run by step and key, and removes old ones whole", async () => {
      await store.openRun("old", program);
      for (const step of [2, 0, 1]) await store.commitBatches([await scoredBatch("old", step, 0, undefined)]);
      await store.addPreferences(
        [1, 1, 2].map((n) => ({ key: `old ${n}`, run: "old", chosen: "a", rejected: "b", strength: 0.75, judge: "j" })),
      );
      const steps = [];
      for await (const batch of store.readBatches("old")) steps.push(batch.step);
      for await (const batch of store.readBatches("old", 1)) steps.push(batch.step);
      expect(steps).toEqual([0, 1, 2, 1]);
      const preferences = [];
      for await (const { key, strength } of store.readPreferences("old")) preferences.push([key, strength]);
      expect(preferences).toEqual([
        ["old 1", 0.75],
        ["old 2", 0.75],
      ]);
      expect(await store.prune({ before: new Date(Date.now() - 60_000), run: "old" })).toEqual([]);
      expect(await store.prune({ before: new Date(Date.now() + 60_000), run: "old" })).toEqual(["old"]);
      expect(await store.findRun("old")).toBeUndefined();
      expect(await store.readRollouts("1")).toBeDefined();
    });
  });
});

/** What a reply is made of. */
function contentOf({ columns, layout, step, late }: StoredBatch): unknown {
  return { total: columns.total.values, terms: [...columns.terms], advantage: columns.advantage, layout, step, late };
}

const STEPS = 4;
const BATCHES = 3;

/** States of a run in which everything comes once and in order. */
async function cleanRun(store: Store, run: string, seed: number): Promise<readonly string[]> {
  await store.openRun(run, program);
  for (let step = 0; step < STEPS; step++) {
    const state = await store.stateBefore(run, step);
    for (let n = 0; n < BATCHES; n++) await store.commitBatches([await numbered(run, step, seed * 10 + n, state)]);
    await store.endStep(run, step, next);
  }
  return statesOf(store, run);
}

/** The same in another order, every call twice or more, by all stores at once, with latecomers and old steps ended again. */
async function wildRun(stores: readonly Store[], run: string, seed: number): Promise<readonly string[]> {
  const draw = drawer(seed, "wild");
  const any = (): Store => stores[Math.floor(draw() * stores.length)] as Store;
  await Promise.all(stores.map((store) => store.openRun(run, program)));
  for (let step = 0; step < STEPS; step++) {
    const state = await any().stateBefore(run, step);
    const commits = Array.from({ length: BATCHES * 3 }, (_, i) => async () => {
      await any().commitBatches([await numbered(run, step, seed * 10 + (i % BATCHES), state)]);
    });
    const old = Array.from({ length: 3 }, () => async () => {
      if (step > 0) await any().endStep(run, Math.floor(draw() * step), next);
    });
    const latecomer = async (): Promise<void> => {
      if (step === 0) return;
      const before = await any().stateBefore(run, step - 1);
      await any().commitBatches([await numbered(run, step - 1, 900 + seed, before)]);
    };
    await Promise.all(shuffled([...commits, ...old, latecomer], draw).map((call) => call()));
    await Promise.all([any(), any(), any()].map((store) => store.endStep(run, step, next)));
  }
  return statesOf(stores[0] as Store, run);
}

/** Keys without the run's name, so that both runs put their batches in one order. */
async function numbered(run: string, step: number, number: number, state: ProgramState | undefined) {
  const batch = await scoredBatch("any", step, number, state);
  return { ...batch, run, key: `${batch.key.slice(0, 16)} ${run}` };
}

async function statesOf(store: Store, run: string): Promise<readonly string[]> {
  const states = Array.from({ length: STEPS + 1 }, (_, step) => store.stateBefore(run, step));
  return (await Promise.all(states)).map((state) => JSON.stringify(state));
}
