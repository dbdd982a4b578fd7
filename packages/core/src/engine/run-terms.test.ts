import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineSource, type Library, makeLibrary, type Pool } from "../piece/index.ts";
import { compileProgram, type Program, type ProgramSpec, term } from "../program/index.ts";
import {
  abstained,
  type Batch,
  failed,
  fullSignal,
  type Layout,
  makeBatch,
  outcomeAt,
  type Rollout,
  type Signal,
  type SignalBuilder,
} from "../signal/index.ts";
import { concludeBatch } from "./conclude-batch.ts";
import { realClock } from "./real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "./rollouts.test-support.ts";
import { runTerms, scoreBatch } from "./score-batch.ts";

const runtime = { clock: realClock };
const EXACT = { use: "exact", expected: "{{ item.answer }}" };
const layouts: Layout[] = [];

/** The reward of each step; for tokens, their ids. Every layout that is seen is kept. */
const levelled = (["step", "token"] as const).map((level) =>
  defineSource({
    name: `${level}s`,
    version: 1,
    summary: `One value a ${level}.`,
    options: z.strictObject({}),
    build: () => ({
      kind: "source",
      fields: { values: { type: "json", default: level === "step" ? "{{ sample.steps }}" : "{{ sample.tokens }}" } },
      level,
      range: { min: 0, max: 100 },
      score: (columns, out, _, layout) => {
        layouts.push(layout);
        const flat = (columns.values as (number | { reward: number })[][]).flat();
        flat.forEach((value, i) => {
          out.set(i, typeof value === "number" ? value : value.reward);
        });
      },
    }),
  }),
);

const paid = defineSource({
  name: "paid",
  version: 1,
  summary: "Costs a quarter for each row and fails the second.",
  options: z.strictObject({}),
  build: () => ({
    kind: "source",
    fields: {},
    range: { min: 0, max: 1 },
    score: (_, out) => {
      for (let i = 0; i < out.length; i++) {
        out.cost(i, 0.25);
        if (i === 1) out.fail(i, "judge", "refused");
        else out.set(i, 1);
      }
    },
  }),
});

const library: Library = makeLibrary([...testLibrary.factories, ...levelled, paid], testLibrary.presets);

const FOUR = rolloutsOf([
  ["a", "yes", "yes"],
  ["a", "no", "yes"],
  ["b", "no", "no"],
  ["b", "no", "no"],
]);
const STEPS = [[1, 2], [3], [], [4, 5]];
const TRACED: readonly Rollout[] = FOUR.map((rollout, r) => ({
  ...rollout,
  steps: (STEPS[r] as number[]).map((reward) => ({ reward })),
  tokens: { ids: [10 * r, 10 * r + 1], stepOf: [0, (STEPS[r] as number[]).length - 1] },
}));

function programOf(terms: ProgramSpec["terms"], total: string, more: Partial<ProgramSpec> = {}): Program {
  return compileProgram({ reward: "r", terms, total, ...more }, library);
}

async function signalsOf(program: Program, rollouts: readonly Rollout[]): Promise<Map<string, Signal>> {
  const results = await runTerms(program.terms, makeBatch(rollouts), runtime, new Map());
  return new Map([...results].map(([name, { signal }]) => [name, signal]));
}

describe("terms of steps and tokens", () => {
  it("are scored, mixed with coarser ones, and reduced to rollouts (by hand)", async () => {
    const program = programOf(
      { right: EXACT, steps: { use: "steps" }, doubled: "steps * 2 - right" },
      "default(max(doubled), -1) + right",
    );
    const signals = await signalsOf(program, TRACED);
    expect([...(signals.get("doubled")?.values ?? [])]).toEqual([1, 3, 6, 7, 9]);
    const { total } = concludeBatch(program, signals, makeBatch(TRACED));
    expect([...total.values]).toEqual([4, 6, 0, 10]);
  });

  it("are left out row by row where `when` does not hold, and the source sees the layout of the rest", async () => {
    layouts.length = 0;
    const program = programOf(
      { right: EXACT, steps: { use: "steps", when: "right > 0" }, tokens: { use: "tokens", when: "right > 0" } },
      "right + default(max(steps), 0) + default(max(tokens), 0)",
    );
    const signals = await signalsOf(program, TRACED);
    expect([...(signals.get("steps")?.values ?? [])]).toEqual([1, 2, 0, 4, 5]);
    expect([...(signals.get("steps")?.present ?? [])]).toEqual([1, 1, 0, 1, 1]);
    expect([...(signals.get("tokens")?.values ?? [])]).toEqual([0, 1, 0, 0, 20, 21, 30, 31]);
    expect(outcomeAt(signals.get("tokens") as Signal, 2)).toEqual(abstained("skipped: `right > 0` does not hold"));
    expect(layouts[0]).toEqual({
      groupOf: Int32Array.of(0, 1, 1),
      stepOffsets: Int32Array.of(0, 2, 2, 4),
      tokenOffsets: Int32Array.of(0, 2, 4, 6),
      stepOfToken: Int32Array.of(0, 1, -1, -1, 2, 3),
      groupKeys: ["a", "b"],
    });
  });

  it("keep `when` on a shaper of steps too", async () => {
    const program = programOf(
      { right: EXACT, steps: { use: "steps" }, half: { use: "affine", of: "steps", scale: 0.5, when: "right > 0" } },
      "right + default(max(half), 0)",
    );
    const signals = await signalsOf(program, TRACED);
    expect([...(signals.get("half")?.values ?? [])]).toEqual([0.5, 1, 0, 2, 2.5]);
    expect([...(signals.get("half")?.present ?? [])]).toEqual([1, 1, 0, 1, 1]);
  });
});

describe("`when`", () => {
  it("leaves a row missing for the reason of its condition", async () => {
    const odd = FOUR.map((rollout, r) => (r === 1 ? { ...rollout, item: {} } : rollout));
    const program = programOf({ right: EXACT, again: { ...EXACT, when: "right > 0" } }, "default(again, 0)");
    const signals = await signalsOf(program, odd);
    const reason = failed("task", "Expected rollout `r1` to have `item.answer`, got nothing there.");
    expect(outcomeAt(signals.get("again") as Signal, 1)).toEqual(reason);
    expect(outcomeAt(concludeBatch(program, signals, makeBatch(odd)).total, 1)).toEqual(reason);
  });

  it("with one value for the whole batch holds for every row or for none", async () => {
    const program = (when: string): Program => programOf({ right: EXACT, a: { ...EXACT, when } }, "default(a, -1)");
    for (const [when, expected] of [
      ["2 > 1", [1, 0, 1, 1]],
      ["1 > 2", [-1, -1, -1, -1]],
    ] as const) {
      const { total } = await scoreBatch(program(when), makeBatch(FOUR), runtime);
      expect([...total.values]).toEqual(expected);
    }
  });

  it("lets the rows that are missing for another reason be counted as skipped", async () => {
    const program = programOf({ right: EXACT, a: { ...EXACT, when: "right > 0" } }, "default(a, 0)");
    const results = await runTerms(program.terms, makeBatch(FOUR), runtime, new Map());
    expect([...results].map(([name, { skipped }]) => [name, skipped])).toEqual([
      ["right", 0],
      ["a", 1],
    ]);
  });
});

describe("function terms", () => {
  it("are given the signals they read, of the rollouts they score", async () => {
    const seen: unknown[] = [];
    const spy = term(
      (rollouts, inputs) => {
        const { right, steps, one } = inputs as { [name: string]: Signal };
        seen.push([rollouts.map(({ id }) => id), [...right!.values], [...steps!.values], [...one!.values]]);
        return rollouts.map((_, i) => right!.values[i] as number);
      },
      { reads: ["right", "steps", "one"], when: "right > 0", range: [0, 1] },
    );
    const program = programOf({ right: EXACT, steps: { use: "steps" }, one: "1 / 2", spy }, "default(spy, 0)");
    await signalsOf(program, TRACED);
    expect(seen).toEqual([[["r0", "r2", "r3"], [1, 1, 1], [1, 2, 4, 5], [0.5]]]);
  });

  it("see why a value they read is missing", async () => {
    const reasons: unknown[] = [];
    const spy = term(
      (rollouts, { judged }) => {
        rollouts.forEach((_, i) => {
          reasons.push(outcomeAt(judged as Signal, i));
        });
        return rollouts.map(() => 1);
      },
      { reads: ["judged"], when: "right > 0", range: [0, 1] },
    );
    const judged = { use: "paid" };
    await signalsOf(
      programOf({ right: "where(1 > 0, 1, 0)", judged, spy }, "default(spy, 0) + default(judged, 0)"),
      FOUR,
    );
    expect(reasons[1]).toEqual(failed("judge", "refused"));
  });

  it("wait for what they read, whatever its speed", async () => {
    const slow = term(
      async (rollouts) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return rollouts.map((_, i) => i);
      },
      { range: [0, 9] },
    );
    const after = term((_, { slow: read }) => (read as Signal).values.map((value) => value * 2), {
      reads: ["slow"],
      range: [0, 18],
    });
    const { total } = await scoreBatch(programOf({ after, slow }, "after"), makeBatch(FOUR), runtime);
    expect([...total.values]).toEqual([0, 2, 4, 6]);
  });

  it("may return typed arrays and outcomes, and are told of a wrong shape", async () => {
    const typed = term((rollouts) => Float64Array.from(rollouts, (_, i) => i), { range: [0, 9] });
    const none = term(() => undefined as never, { range: [0, 1] });
    const signals = await signalsOf(programOf({ typed, none }, "typed"), FOUR);
    expect([...(signals.get("typed")?.values ?? [])]).toEqual([0, 1, 2, 3]);
    expect(outcomeAt(signals.get("none") as Signal, 0)).toEqual(
      failed("engine", "Expected the function to return 4 values, got no list."),
    );
  });
});

describe("deadlines", () => {
  it("keep what was set in time, fail the rest, and close the door to late writers", async () => {
    let late: SignalBuilder | undefined;
    const half = makeLibrary(
      [
        ...testLibrary.factories,
        defineSource({
          name: "half",
          version: 1,
          summary: "Sets one value at once and the others late.",
          options: z.strictObject({}),
          build: () => ({
            kind: "source",
            fields: {},
            range: { min: 0, max: 9 },
            score: (_, out) => {
              late = out;
              out.set(0, 5);
              return new Promise((resolve) =>
                setTimeout(() => {
                  for (let i = 0; i < out.length; i++) out.set(i, 9);
                  resolve();
                }, 60),
              );
            },
          }),
        }),
      ],
      testLibrary.presets,
    );
    const program = compileProgram({ reward: "r", terms: { a: { use: "half", deadlineMs: 15 } }, total: "a" }, half);
    const scores = await scoreBatch(program, makeBatch(FOUR), runtime);
    const before = structuredClone(scores.total);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(scores.total).toEqual(before);
    expect([...scores.total.values]).toEqual([5, 0, 0, 0]);
    expect(outcomeAt(scores.total, 1)).toEqual(failed("engine", "The term did not finish in 15 ms.", true));
    expect(late?.isSet(1)).toBe(true);
  });

  it("take the limit of the runtime for terms that set none, the term's own before it", async () => {
    const sleep = (ms: number) => (rollouts: readonly Rollout[]) =>
      new Promise<number[]>((resolve) => setTimeout(() => resolve(rollouts.map(() => 1)), ms));
    const program = programOf(
      { own: term(sleep(30), { deadlineMs: 2000, range: [0, 1] }), common: term(sleep(200), { range: [0, 1] }) },
      "own + common",
    );
    const { terms } = await scoreBatch(program, makeBatch(FOUR), { ...runtime, termDeadlineMs: 10 });
    expect([...(terms.get("own")?.signal.values ?? [])]).toEqual([1, 1, 1, 1]);
    expect(outcomeAt(terms.get("common")?.signal as Signal, 0)).toEqual(
      failed("engine", "The term did not finish in 10 ms.", true),
    );
  });
});

describe("what scoring costs", () => {
  it("adds up the costs of a term, failed rows included", async () => {
    const results = await runTerms(programOf({ a: { use: "paid" } }, "a").terms, makeBatch(FOUR), runtime, new Map());
    expect(results.get("a")).toMatchObject({ costUsd: 1, skipped: 0, calls: { ran: 0, cached: 0, joined: 0 } });
  });

  it("counts calls that ran, joined and came from the cache, for each term", async () => {
    const asked: string[] = [];
    const stored = new Map<string, never>();
    const pool: Pool = {
      run: async (task, inputs) => {
        asked.push(...inputs.map((input) => `${task.export} ${String(input)}`));
        return inputs.map((input) => ({ value: String(input).length }));
      },
      health: () => ({ processes: 0, busy: 0, queued: 0, done: 0, killed: 0, crashed: 0 }),
      close: async () => undefined,
    };
    const cache = {
      get: async (key: string) => stored.get(key),
      set: async (key: string, value: unknown) => void stored.set(key, value as never),
    };
    const program = programOf({ a: { use: "asked" }, b: { use: "asked", export: "other" } }, "a + b");
    const score = () => scoreBatch(program, makeBatch(FOUR), { ...runtime, pool, cache });
    const [first, second] = [await score(), await score()];
    expect([...first.total.values]).toEqual([6, 4, 4, 4]);
    expect([...second.total.values]).toEqual([...first.total.values]);
    expect(asked.sort()).toEqual(["other no", "other yes", "textLength no", "textLength yes"]);
    const counts = [first, second].map(({ terms }) => [...terms.values()].map(({ calls }) => calls));
    expect(counts).toEqual([
      new Array(2).fill({ ran: 2, cached: 0, joined: 2 }),
      new Array(2).fill({ ran: 0, cached: 2, joined: 2 }),
    ]);
  });
});

describe("determinism", () => {
  it("gives the same bits whatever the order in which terms finish", async () => {
    const totals: string[] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const timed = (k: number) =>
        term(
          async (rollouts) => {
            await new Promise((resolve) => setTimeout(resolve, 4 + 8 * (order[k] as number)));
            return rollouts.map((_, r) => (r + 1) / (k + 3));
          },
          { range: [0, 9] },
        );
      const program = programOf({ a: timed(0), b: timed(1), c: timed(2) }, "0.1 * a + 0.2 * b + 0.3 * c", {
        advantage: "gdpo",
      });
      const { terms, total, advantages } = await scoreBatch(program, makeBatch(FOUR), runtime);
      expect([...terms.keys()]).toEqual(["a", "b", "c"]);
      totals.push(JSON.stringify([[...total.values], [...advantages.values]]));
    }
    expect(new Set(totals).size).toBe(1);
  });
});

describe("runTerms with signals that are given", () => {
  it("does not score them again, and scores what depends on them", async () => {
    const program = programOf(
      { right: EXACT, twice: "right * 2", judged: { use: "paid", when: "twice > 10" } },
      "twice",
    );
    const given = new Map([["right", fullSignal("rollout", [1, 9, 0, 6])]]);
    const results = await runTerms(program.terms, makeBatch(FOUR), runtime, given);
    expect([...results.keys()]).toEqual(["twice", "judged"]);
    expect([...(results.get("twice")?.signal.values ?? [])]).toEqual([2, 18, 0, 12]);
    expect(results.get("judged")?.skipped).toBe(2);
  });

  it("has nothing to do when all are given", async () => {
    const program = programOf({ right: EXACT }, "right");
    const given = new Map([["right", fullSignal("rollout", [1, 1, 0, 0])]]);
    expect((await runTerms(program.terms, makeBatch(FOUR), runtime, given)).size).toBe(0);
  });
});

describe("concludeBatch", () => {
  const batch: Batch = makeBatch(FOUR);
  const signals = new Map([["right", fullSignal("rollout", [1, 0, 0.5, 0.5])]]);

  it("gives total and advantages of scored terms (by hand)", () => {
    const { total, advantages } = concludeBatch(
      programOf({ right: EXACT }, "2 * right - 1", { advantage: "dr-grpo" }),
      signals,
      batch,
    );
    expect([...total.values]).toEqual([1, -1, 0, 0]);
    expect([...advantages.values]).toEqual([1, -1, 0, 0]);
  });

  it("takes a total that is known already", () => {
    const known = fullSignal("rollout", [4, 0, 1, 3]);
    const { total, advantages } = concludeBatch(
      programOf({ right: EXACT }, "right", { advantage: "dr-grpo" }),
      new Map(),
      batch,
      { total: known },
    );
    expect(total).toBe(known);
    expect([...advantages.values]).toEqual([2, -2, -1, 1]);
  });

  it("gives single terms to the advantage at the level of rollouts, a constant too", async () => {
    const program = programOf({ right: EXACT, bias: "1 / 4" }, "right + bias", {
      advantage: { use: "gdpo", over: ["bias", "right"], scale: "none", batch: "off" },
    });
    const { advantages } = await scoreBatch(program, batch, runtime);
    expect([...advantages.values]).toEqual([0.5, -0.5, 0, 0]);
  });

  it("weighs by the tokens of each rollout where the advantage asks for it", async () => {
    const longer = FOUR.map((rollout, r) => ({ ...rollout, tokens: { ids: new Array<number>(r + 1).fill(0) } }));
    const program = programOf({ right: EXACT }, "right", { advantage: "reinforce-baseline" });
    const [some, none] = await Promise.all([
      scoreBatch(program, makeBatch(longer), runtime),
      scoreBatch(programOf({ right: EXACT }, "right", { advantage: "dr-grpo" }), makeBatch(longer), runtime),
    ]);
    const mean = (values: Float64Array): number =>
      values.reduce((sum, value, r) => sum + value * (r + 1), 0) / values.reduce((sum, _, r) => sum + r + 1, 0);
    expect(mean(some.advantages.values)).toBeCloseTo(0, 12);
    expect(mean(none.advantages.values)).not.toBeCloseTo(0, 2);
  });
});
