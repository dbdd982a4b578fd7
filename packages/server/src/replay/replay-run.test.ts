import { rmSync } from "node:fs";
import { flatLayout, fullSignal, SignalBuilder } from "@guerdon/core/signal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adaptiveProgram, adaptiveVariant, clock } from "../store/adaptive-run.test-support.ts";
import { newStoreFolder } from "../store/new-store-folder.test-support.ts";
import { openStore } from "../store/open-store.ts";
import { recordRun } from "../store/recorded-run.test-support.ts";
import type { Store } from "../store/store.ts";
import { ColumnComparison } from "./column-diff.ts";
import { rankFlips } from "./rank-flips.ts";
import { replayRun } from "./replay-run.ts";

describe("replayRun", () => {
  let folder: string;
  let store: Store;
  beforeAll(async () => {
    folder = await newStoreFolder();
    store = await openStore(folder);
    await recordRun(store, "run", 4);
  }, 120_000);
  afterAll(async () => {
    await store?.close();
    rmSync(folder, { recursive: true });
  });

  it("with the same program finds nothing: the states are those of the run, also for what came late", async () => {
    const diff = await replayRun(store, "run", adaptiveProgram, { clock });
    expect(diff).toMatchObject({ batches: 13, rollouts: 52, termsAdded: [], termsRemoved: [] });
    const columns = [diff.total, diff.advantage, ...Object.values(diff.terms)];
    expect(columns).toHaveLength(5);
    expect(columns.map((column) => column?.changed)).toEqual([0, 0, 0, 0, 0]);
    expect(diff.total.compared).toBeGreaterThan(30);
    expect([diff.ranks.flipped, diff.ranks.tiesChanged]).toEqual([0, 0]);
    expect(diff.ranks.pairs).toBeGreaterThan(10);
  });

  it("with the total's sign turned finds every total changed and every pair turned", async () => {
    const turned = adaptiveVariant("0 - (default(seen, 0) + 0.1 * own)");
    const { total, terms, ranks, after } = await replayRun(store, "run", turned, { clock });
    expect(after.hash).not.toBe(adaptiveProgram.hash);
    expect(Object.values(terms).map(({ changed }) => changed)).toEqual([0, 0, 0]);
    expect(total.meanAfter).toBeCloseTo(-(total.meanBefore as number), 12);
    expect(total.changed).toBe(total.compared);
    expect(total.largest?.difference).toBeGreaterThan(0);
    const clean = await replayRun(store, "run", adaptiveProgram, { clock });
    expect(ranks.flipped).toBe(clean.ranks.pairs - (await tiedPairs(store)));
  });

  it("says which runs there are", async () => {
    await expect(replayRun(store, "other", adaptiveProgram, { clock })).rejects.toMatchObject({
      code: "GUERDON_STORE",
      hint: "It holds `run`.",
    });
  });
});

async function tiedPairs(store: Store): Promise<number> {
  let tied = 0;
  for await (const { columns, layout } of store.readBatches("run")) {
    const { values, present } = columns.total;
    for (let i = 0; i < values.length; i++)
      for (let j = i + 1; j < values.length; j++)
        if (layout.groupOf[i] === layout.groupOf[j] && present[i] && present[j] && values[i] === values[j]) tied++;
  }
  return tied;
}

describe("rankFlips", () => {
  const of = (...values: number[]) => fullSignal("rollout", values);
  it.each([
    ["one pair turned", [1, 2, 3], [1, 3, 2], [3], { pairs: 3, flipped: 1, tiesChanged: 0 }],
    ["all turned", [1, 2, 3], [3, 2, 1], [3], { pairs: 3, flipped: 3, tiesChanged: 0 }],
    ["a tie made and one broken", [1, 1, 2], [1, 3, 3], [3], { pairs: 3, flipped: 0, tiesChanged: 2 }],
    ["never across groups", [1, 2, 3, 4], [2, 1, 4, 3], [1, 2, 1], { pairs: 1, flipped: 0, tiesChanged: 0 }],
    ["nothing", [], [], [], { pairs: 0, flipped: 0, tiesChanged: 0 }],
  ])("%s", (_, before, after, groups, expected) => {
    expect(rankFlips(of(...before), of(...after), flatLayout(groups))).toEqual(expected);
  });
});

describe("ColumnComparison", () => {
  it("counts by hand: changed, gained, lost, means over what is there, and the largest difference", () => {
    const [before, after] = [new SignalBuilder("rollout", 5), new SignalBuilder("rollout", 5)];
    for (const [i, value] of [1, 2, undefined, 4, undefined].entries()) if (value !== undefined) before.set(i, value);
    for (const [i, value] of [1, 5, 7, undefined, undefined].entries()) if (value !== undefined) after.set(i, value);
    const comparison = new ColumnComparison();
    comparison.add(before.build(), after.build(), 3, (i) => `r${i}`);
    expect(comparison.result()).toEqual({
      compared: 4,
      changed: 3,
      gained: 1,
      lost: 1,
      meanBefore: 7 / 3,
      meanAfter: 13 / 3,
      largest: { difference: 3, step: 3, id: "r1" },
    });
  });
});
