import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initState, nextState, scoreBatch } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import { type ProgramSpec, term } from "@guerdon/core/program";
import { makeBatch, type Rollout } from "@guerdon/core/signal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../store/index.ts";
import { createRewardService, type OwnedRewardService, type RewardServiceOptions } from "./create-reward-service.ts";
import { ProgramRegistry } from "./program-registry.ts";
import type { ScoreReply, ScoreRequest } from "./reward-service.ts";
import { answer, compiled, EXACT, realClock, registryOf } from "./service.test-support.ts";

const runtime = { clock: realClock };

function request(rollouts: readonly Rollout[], more: Partial<ScoreRequest> = {}): ScoreRequest {
  return { rollouts, protocol: "test", ...more };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "answered",
    (error) => (RewardError.is(error) ? `${error.code} ${error.message}` : String(error)),
  );
}

function totals({ columns, places }: ScoreReply): number[] {
  return Array.from(places, (place) => columns.total.values[place] as number);
}

/** A program that waits until it is let go on, and counts its rollouts. */
function gated(): { spec: ProgramSpec; open(): void; readonly seen: number[] } {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const seen: number[] = [];
  const wait = term(
    async (rollouts) => {
      seen.push(rollouts.length);
      await gate;
      return rollouts.map(() => 1);
    },
    { range: [0, 1] },
  );
  return { spec: { reward: "gated", terms: { wait }, total: "wait" }, open, seen };
}

describe("createRewardService without a store", () => {
  it("answers in the order of the request, whatever the order of groups", async () => {
    const service = createRewardService({ programs: await registryOf(EXACT), runtime });
    const reply = await service.score(
      request([answer("a", "x", "4"), answer("b", "y", "5"), answer("c", "x", "6"), answer("d", "y", "4")]),
    );
    expect(totals(reply)).toEqual([0.99, -0.01, -0.01, 0.99]);
    const advantage = reply.columns.advantage?.values as Float64Array;
    expect(Array.from(reply.places, (place) => Math.sign(advantage[place] as number))).toEqual([1, -1, -1, 1]);
    expect(await service.score(request([]))).toMatchObject({ places: new Int32Array(0) });
  });

  it("joins concurrent duplicates of what looks beyond a rollout, and of a client's key", async () => {
    const gate = gated();
    const service = createRewardService({ programs: await registryOf(gate.spec), runtime });
    const same = [1, 2, 3].map(() => service.score(request([answer("a", "g", "4")])));
    const other = service.score(request([answer("b", "g", "4")]));
    const keyed = [1, 2].map(() => service.score(request([answer("c", "g", "4")], { key: "k" })));
    const reused = codeOf(service.score(request([answer("d", "g", "4")], { key: "k" })));
    gate.open();
    expect((await Promise.all(same)).map(({ repeated }) => repeated)).toEqual([false, true, true]);
    expect((await Promise.all([other, ...keyed])).map(({ repeated }) => repeated)).toEqual([false, false, true]);
    expect(gate.seen).toEqual([1, 1, 1]);
    expect(await reused).toMatchInlineSnapshot(
      `"GUERDON_KEY_REUSED Expected the key \`k\` to stand for one request, got another one with it."`,
    );
  });

  it("is busy above its limit, late above its time, and goes on with what it was late for", async () => {
    const gate = gated();
    const limits = { maxRollouts: 2 };
    const service = createRewardService({ programs: await registryOf(gate.spec), runtime, limits });
    const late = codeOf(service.score(request([answer("a", "g", "4"), answer("b", "g", "4")], { deadlineMs: 20 })));
    expect(await codeOf(service.score(request([answer("c", "g", "4")])))).toMatchInlineSnapshot(
      `"GUERDON_BUSY Expected room for the request, got 2 rollouts that are being scored."`,
    );
    expect(await late).toMatchInlineSnapshot(`"GUERDON_DEADLINE Expected an answer within 20 ms, got none yet."`);
    expect(service.load.rollouts).toBe(2);
    gate.open();
    await service.idle();
    expect([service.load.rollouts, gate.seen]).toEqual([0, [2]]);
  });

  it("scores groups that come one by one as if they came together", async () => {
    const programs = await registryOf(EXACT);
    const service = createRewardService({ programs, runtime });
    const rollouts = [4, 5, 4, 7].map((n, i) => answer(`${i}`, `g${i % 2}`, `${n}`));
    const cohort = { size: 2, waitMs: 60_000, partial: "fail" } as const;
    const [one, ...others] = await Promise.all([
      service.score(request([rollouts[0] as Rollout, rollouts[1] as Rollout], { cohort })),
      service.score(request([rollouts[2] as Rollout], { cohort })),
      service.score(request([rollouts[3] as Rollout], { cohort })),
    ]);
    const whole = await service.score(request(rollouts));
    const advantages = ({ columns, places }: ScoreReply): number[] =>
      Array.from(places, (place) => columns.advantage?.values[place] as number);
    expect([...advantages(one), ...others.flatMap(advantages)]).toEqual(advantages(whole));
    expect([...totals(one), ...others.flatMap(totals)]).toEqual(totals(whole));
  });

  it("says what a cohort lacks when it may not be scored in part", async () => {
    const service = createRewardService({ programs: await registryOf(EXACT), runtime });
    const cohort = { size: 3, waitMs: 10, partial: "fail" } as const;
    const both = ["a", "b"].map((id) => codeOf(service.score(request([answer(id, "g", "4")], { cohort }))));
    expect(await Promise.all(both)).toEqual(
      Array(2).fill("GUERDON_DEADLINE Expected 3 rollouts of group `g` within 10 ms, got 2."),
    );
    const partial = { ...cohort, partial: "score" } as const;
    expect(totals(await service.score(request([answer("a", "g", "4")], { cohort: partial })))).toEqual([0.99]);
  });

  it("refuses a run", async () => {
    const service = createRewardService({ programs: await registryOf(EXACT), runtime });
    expect(await codeOf(service.score(request([answer("a", "g", "4")], { run: "r" })))).toMatchInlineSnapshot(
      `"GUERDON_STORE Expected a store for a request with a \`run\`, got none."`,
    );
  });
});

describe("createRewardService with a store", () => {
  const folder = mkdtempSync(join(tmpdir(), "guerdon-service-"));
  const adaptive: ProgramSpec = {
    reward: "adaptive",
    terms: { words: { use: "length", unit: "words" }, seen: { use: "running-normalise", of: "words", current: false } },
    total: "seen",
    advantage: { use: "grpo/trl" },
  };
  let store: Store;
  let programs: ProgramRegistry;
  let spec = EXACT;

  const open = (more: Partial<RewardServiceOptions> = {}): OwnedRewardService =>
    createRewardService({ programs, runtime, store, ...more });

  beforeAll(async () => {
    store = await openStore(folder);
    programs = await ProgramRegistry.open([
      { path: "exact.yaml", load: async () => compiled(spec) },
      { path: "adaptive.yaml", load: async () => compiled(adaptive) },
    ]);
  }, 60_000);

  afterAll(async () => {
    await store?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("answers a member of a cohort whose process was killed from what is kept, and does not wait for the others", async () => {
    const run = "killed between the answers";
    const cohort = { size: 3, waitMs: 3_600_000, partial: "score" } as const;
    // Two of the three say the same.
    const members = ["4", "5", "4"].map((text) => answer(text, "g", text));
    const ask = (service: OwnedRewardService, rollout: Rollout, more: Partial<ScoreRequest> = {}) =>
      service.score(request([rollout], { run, program: "exact", step: 0, cohort, ...more }));
    const before = open();
    const first = await Promise.all(members.map((rollout) => ask(before, rollout)));
    const after = open();
    const advantage = ({ columns, places }: ScoreReply) => columns.advantage?.values[places[0] as number];
    for (const [i, rollout] of members.entries()) {
      const again = await ask(after, rollout);
      expect([again.id, again.repeated, totals(again)]).toEqual([first[0]?.id, true, totals(first[i] as ScoreReply)]);
      expect(advantage(again)).toBe(advantage(first[i] as ScoreReply));
    }
    const keyed = await ask(after, members[1] as Rollout, { key: "the client's" });
    expect(keyed.id).toBe(first[0]?.id);
    // Another step, and another text, are other cohorts.
    const late = { size: 3, waitMs: 5, partial: "fail" } as const;
    expect(await codeOf(ask(after, members[0] as Rollout, { step: 1, cohort: late }))).toMatch(/^GUERDON_DEADLINE/);
    expect(await codeOf(ask(after, answer("6", "g", "6"), { step: 1, cohort: late }))).toMatch(/^GUERDON_DEADLINE/);
  });

  function step(n: number, part: number): Rollout[] {
    return [0, 1].map((i) => answer(`${n}-${part}-${i}`, `g${part}`, "word ".repeat(n + part + i + 1)));
  }

  it("moves the state once a step, from all its batches, in whatever order they come and however often", async () => {
    const run = { program: "adaptive", run: "once" };
    let state = initState(compiled(adaptive));
    for (const n of [0, 1, 2]) {
      const service = open(); // as after a restart
      const parts = n % 2 === 0 ? [0, 1] : [1, 0];
      const replies = await Promise.all(
        [...parts, ...parts].map((part) => service.score(request(step(n, part), { ...run, step: n }))),
      );
      const again = await service.score(request(step(n, 0), { ...run, step: n }));
      expect(again.id).toBe(replies[parts.indexOf(0)]?.id);
      expect(again.repeated).toBe(true);
      const alone = await scoreBatch(compiled(adaptive), makeBatch(step(n, 0), n), { ...runtime, state });
      expect(totals(again)).toEqual([...alone.total.values]);
      expect([await service.endStep("once", n), await service.endStep("once", n)]).toEqual([
        { step: n, moved: true },
        { step: n, moved: false },
      ]);
      const whole = makeBatch([...step(n, 0), ...step(n, 1)], n);
      state = nextState(
        compiled(adaptive),
        state,
        whole,
        await scoreBatch(compiled(adaptive), whole, { ...runtime, state }),
      );
      const kept = await store.stateBefore("once", n + 1);
      const numbers = (json: unknown): number[] =>
        JSON.stringify(json)
          .match(/-?\d+(\.\d+)?(e-?\d+)?/g)
          ?.map(Number) ?? [];
      // The store joins batches in the order of their keys: sums may differ in the last bit.
      const [ours, theirs] = [numbers(kept?.terms), numbers(state.terms)];
      expect([ours.length > 0, ours.length]).toEqual([true, theirs.length]);
      for (const [i, value] of ours.entries()) expect(value).toBeCloseTo(theirs[i] as number, 12);
    }
  });

  it("ends a step when a later one begins, and marks what comes after as late, scored by its own state", async () => {
    const service = open();
    const run = { program: "adaptive", run: "late" };
    await service.score(request(step(0, 0), { ...run, step: 0 }));
    const next = await service.score(request(step(1, 0), { ...run, step: 1 }));
    expect(next.late).toBe(false);
    const before = JSON.stringify(await store.stateBefore("late", 1));
    const late = await service.score(request(step(0, 1), { ...run, step: 0 }));
    expect([late.late, late.step]).toEqual([true, 0]);
    expect(totals(late)).toEqual(totals(await open().score(request(step(0, 1), { program: "adaptive" }))));
    const other = await service.score(request(step(0, 1), { ...run, step: 1 }));
    expect(totals(other)).not.toEqual(totals(late));
    expect(JSON.stringify(await store.stateBefore("late", 1))).toBe(before);
    expect((await store.findRun("late"))?.step).toBe(1);
  });

  it("keeps a run on the version it began with; new ones get the new version", async () => {
    const service = open();
    const old = await service.score(request([answer("a", "g", "4")], { program: "exact", run: "pinned" }));
    spec = { ...EXACT, total: "2 * default(correct, 0)" };
    expect(await programs.reload("exact.yaml")).toBe("changed");
    const [same, fresh, none] = await Promise.all(
      [{ run: "pinned" }, { run: "fresh", program: "exact" }, { program: "exact" }].map((more) =>
        service.score(request([answer("b", "g", "4")], more)),
      ),
    );
    expect([same, fresh, none].map((reply) => reply && totals(reply))).toEqual([[0.99], [2], [2]]);
    expect(same?.program.hash).toBe(old.program.hash);
    const restarted = createRewardService({ programs: await registryOf(spec, adaptive), runtime, store });
    expect(await codeOf(restarted.score(request([answer("c", "g", "4")], { run: "pinned" })))).toContain(
      "GUERDON_PROGRAM_NOT_SERVED Expected version",
    );
    expect(await codeOf(service.score(request([answer("c", "g", "4")], { run: "pinned", program: "adaptive" })))).toBe(
      "GUERDON_PROGRAM_NOT_SERVED Expected `program` of run `pinned` to be `exact`, with which it began, got `adaptive`.",
    );
  });

  it("does not keep what its client asks for again, and keeps it when it has become well", async () => {
    let isWell = false;
    const judge = term(
      (rollouts) =>
        rollouts.map(() => (isWell ? 1 : { kind: "failed", blame: "judge", reason: "no answer", retryable: true })),
      { range: [0, 1], scope: "rollout" },
    );
    const judged = await registryOf({ reward: "judged", terms: { judge }, total: "judge" });
    const service = createRewardService({ programs: judged, runtime, store });
    const asked = request([answer("a", "g", "4")], { run: "judged", retriesFailures: true });
    expect((await service.score(asked)).columns.total.present[0]).toBe(0);
    expect((await store.findRun("judged"))?.batches).toBe(0);
    isWell = true;
    expect(totals(await service.score(asked))).toEqual([1]);
    expect((await service.score(asked)).repeated).toBe(true);
    expect((await store.findRun("judged"))?.batches).toBe(1);
  });

  it("answers a key that is used for something else with an error, also when the first was long ago", async () => {
    const service = open();
    const run = { program: "adaptive", run: "keys", key: "k" };
    const first = await service.score(request(step(0, 0), run));
    expect((await open().score(request(step(0, 0), run))).id).toBe(first.id);
    expect(await codeOf(open().score(request([answer("z", "g", "4")], run)))).toContain("GUERDON_KEY_REUSED");
  });

  it("ends no step of a run that never began", async () => {
    expect(await codeOf(open().endStep("nobody", 0))).toMatchInlineSnapshot(
      `"GUERDON_ROUTE Expected a run that has begun, got \`nobody\`."`,
    );
  });
});
