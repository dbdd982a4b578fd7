import { scoreBatch } from "@guerdon/core/engine";
import { term } from "@guerdon/core/program";
import { makeBatch, type Rollout, type Signal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { canMerge } from "./can-merge.ts";
import { MicroBatcher } from "./micro-batcher.ts";
import { answer, compiled, EXACT, realClock } from "./service.test-support.ts";

const runtime = { clock: realClock };

/** Steps and tokens, evidence and failures, a level each. */
const FINE = compiled({
  reward: "fine",
  terms: {
    correct: { use: "number", expected: "{{ item.answer }}" },
    words: { use: "length", unit: "words" },
    own: term((rollouts) => rollouts.map(({ id }) => (id.endsWith("0") ? null : id.length)), {
      range: [0, 9],
      scope: "rollout",
    }),
  },
  total: "default(correct, 0) + words + default(own, 0)",
  credit: { use: "redistribute", by: "discount", gamma: 0.5 },
  advantage: { use: "grpo/trl" },
});

function requests(): Rollout[][] {
  return [1, 3, 1, 2, 8].map((size, r) =>
    Array.from({ length: size }, (_, i) => ({
      ...answer(`${r}-${i}`, `g${i % 2}`, i % 3 === 0 ? "none" : `it is ${i}`, `${r}`),
      steps: Array.from({ length: i % 3 }, () => ({ reward: 1 })),
      tokens: { ids: [1, 2, i], stepOf: [0, 0, 0].map(() => 0) },
    })),
  );
}

function plain(signal: Signal): object {
  const { level, values, present, notes } = signal;
  const missing = [...(notes?.missing ?? [])].sort(([a], [b]) => a - b);
  const evidence = [...(notes?.evidence ?? [])].sort(([a], [b]) => a - b);
  return { level, values: [...values], present: [...present], missing, evidence };
}

describe("MicroBatcher", () => {
  it("gives each request of a tick what it gets alone, by one run of the engine", async () => {
    const runs: number[] = [];
    const batcher = new MicroBatcher(runtime, (_program, _terms, rollouts) => runs.push(rollouts));
    const batches = requests().map((rollouts) => makeBatch(rollouts));
    const together = await Promise.all(batches.map((batch) => batcher.score({ program: FINE, batch })));
    expect(runs).toEqual([15]);
    for (const [i, batch] of batches.entries()) {
      const alone = await scoreBatch(FINE, batch, runtime);
      const { columns } = together[i] as (typeof together)[number];
      expect(plain(columns.total)).toEqual(plain(alone.total));
      expect(plain(columns.advantage as Signal)).toEqual(plain(alone.advantages));
      expect(plain(columns.credit as Signal)).toEqual(plain(alone.credit as Signal));
      for (const [name, { signal }] of alone.terms)
        expect(plain(columns.terms.get(name) as Signal)).toEqual(plain(signal));
    }
  });

  it("keeps steps, states and programs apart, and batches of more than 4,096 rollouts", async () => {
    const runs: number[] = [];
    const batcher = new MicroBatcher(runtime, (_program, _terms, rollouts) => runs.push(rollouts));
    const exact = compiled(EXACT);
    const one = (step: number): ReturnType<typeof makeBatch> => makeBatch([answer("a", "g", "4")], step);
    const many = makeBatch(Array.from({ length: 3000 }, (_, i) => answer(`${i}`, "g", "4")));
    await Promise.all(
      [
        { program: exact, batch: one(0) },
        { program: FINE, batch: one(0) },
        { program: exact, batch: one(1) },
        {
          program: exact,
          batch: one(1),
          run: "r",
          state: { program: exact.hash, step: 0, terms: {}, advantages: [null] },
        },
        { program: exact, batch: many },
        { program: exact, batch: many },
      ].map((unit) => batcher.score(unit)),
    );
    expect(runs.sort((a, b) => a - b)).toEqual([1, 1, 1, 3000, 3001]);
  });

  it("does not merge what looks beyond a rollout", async () => {
    const ranked = compiled({
      reward: "ranked",
      terms: { best: term((rollouts) => rollouts.map((_, i) => i), { range: [0, 9] }) },
      total: "best",
    });
    expect([canMerge(ranked), canMerge(FINE)]).toEqual([false, true]);
    const batcher = new MicroBatcher(runtime);
    const batch = makeBatch([answer("a", "g", "4"), answer("b", "g", "4")]);
    const both = await Promise.all([1, 2].map(() => batcher.score({ program: ranked, batch })));
    expect(both.map(({ columns }) => [...columns.total.values])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});
