import { RewardError } from "@guerdon/core/error";
import { flatLayout, fullSignal, type Rollout } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { type CloseCohort, type CohortMember, type CohortPlace, CohortTable } from "./cohort-table.ts";
import type { ExecutedBatch } from "./executor.ts";
import { answer, HandClock } from "./service.test-support.ts";

interface Closed {
  readonly ids: readonly string[];
  readonly complete: boolean;
}

/** A table that remembers what was scored, in what order. */
function table(limits = { maxWaiting: 100, maxAnswered: 100 }): {
  clock: HandClock;
  cohorts: CohortTable;
  closed: Closed[];
  join(key: string, more?: Partial<CohortMember>): Promise<CohortPlace>;
} {
  const clock = new HandClock();
  const cohorts = new CohortTable(clock, limits);
  const closed: Closed[] = [];
  const score: CloseCohort = async (rollouts: readonly Rollout[], complete) => {
    closed.push({ ids: rollouts.map(({ id }) => id), complete });
    const total = fullSignal(
      "rollout",
      rollouts.map((_, i) => i),
    );
    const batch: ExecutedBatch = {
      id: `${closed.length}`,
      layout: flatLayout([rollouts.length]),
      columns: { total, terms: new Map() },
      late: false,
      repeated: false,
      seconds: 0,
    };
    return batch;
  };
  const join = (key: string, more: Partial<CohortMember> = {}): Promise<CohortPlace> =>
    cohorts.join(
      {
        cohort: "c",
        key,
        keyed: false,
        inRun: false,
        rollout: answer(key, "g", key),
        policy: { size: 3, waitMs: 1000, partial: "score" },
        isGone: () => false,
        ...more,
      },
      score,
    );
  return { clock, cohorts, closed, join };
}

describe("CohortTable", () => {
  it("closes by size; the order of scoring is that of the keys, whoever came first", async () => {
    const { closed, cohorts, join } = table();
    const waiting = [join("b"), join("c")];
    expect(cohorts.waiting).toBe(2);
    const places = await Promise.all([...waiting, join("a")]);
    expect(closed).toEqual([{ ids: ["a", "b", "c"], complete: true }]);
    expect(places.map(({ place }) => place)).toEqual([1, 2, 0]);
    expect(cohorts.waiting).toBe(0);
  });

  it("closes by time, with those that are there", async () => {
    const { clock, closed, join } = table();
    const waiting = [join("b"), join("a")];
    clock.pass(999);
    expect(closed).toEqual([]);
    clock.pass(1);
    expect((await Promise.all(waiting)).map(({ place }) => place)).toEqual([1, 0]);
    expect(closed).toEqual([{ ids: ["a", "b"], complete: false }]);
  });

  it("gives a retry the place of the call it repeats, when that one is gone", async () => {
    const { closed, join } = table();
    const first = join("a", { isGone: () => true });
    const places = await Promise.all([first, join("a"), join("b"), join("c")]);
    expect(closed).toEqual([{ ids: ["a", "b", "c"], complete: true }]);
    expect(places.map(({ place, repeated }) => [place, repeated])).toEqual([
      [0, false],
      [0, true],
      [1, false],
      [2, false],
    ]);
  });

  it("gives the same text two places when both wait, with ids of their own", async () => {
    const { closed, join } = table();
    const places = await Promise.all([join("a"), join("a"), join("b")]);
    expect(closed).toEqual([{ ids: ["a", "a#2", "b"], complete: true }]);
    expect(new Set(places.map(({ place }) => place)).size).toBe(3);
  });

  it("knows a client's key again whether its first call waits or not", async () => {
    const { closed, join } = table();
    const keyed = { keyed: true };
    const places = await Promise.all([join("a", keyed), join("a", keyed), join("b", keyed), join("c", keyed)]);
    expect(closed).toEqual([{ ids: ["a", "b", "c"], complete: true }]);
    expect(places.map(({ place }) => place)).toEqual([0, 0, 1, 2]);
    const again = await join("c", keyed);
    expect([again.place, again.repeated, closed.length]).toEqual([2, true, 1]);
  });

  it("answers the same text again after the close within a step of a run, or to one that heard nothing", async () => {
    const { closed, cohorts, join } = table();
    let gone = false;
    await Promise.all([join("a", { inRun: true }), join("b", { inRun: true }), join("c", { isGone: () => gone })]);
    expect((await join("a", { inRun: true })).repeated).toBe(true);
    gone = true;
    expect((await join("c")).repeated).toBe(true);
    gone = false;
    void join("c");
    expect([closed.length, cohorts.waiting]).toEqual([1, 1]);
  });

  it("forgets a cohort that could not be scored, so that its members may come again", async () => {
    const { clock, cohorts, closed, join } = table();
    const breaks: CloseCohort = async () => {
      throw new Error("engine");
    };
    const member = {
      cohort: "c",
      key: "a",
      keyed: true,
      inRun: true,
      rollout: answer("a", "g", "a"),
      isGone: () => false,
    };
    const policy = { size: 1, waitMs: 1000, partial: "score" } as const;
    await expect(cohorts.join({ ...member, policy }, breaks)).rejects.toThrow("engine");
    const again = join("a", { keyed: true });
    clock.pass(1000);
    expect((await again).repeated).toBe(false);
    expect(closed).toHaveLength(1);
  });

  it("is bounded: too many that wait are refused, old answers forgotten", async () => {
    const { cohorts, join, closed } = table({ maxWaiting: 2, maxAnswered: 3 });
    void join("a", { cohort: "x" });
    void join("a", { cohort: "y" });
    await expect(join("a", { cohort: "z" })).rejects.toSatisfy(
      (error) => RewardError.is(error) && error.code === "GUERDON_BUSY",
    );
    expect(cohorts.waiting).toBe(2);
    const { join: other } = table({ maxWaiting: 9, maxAnswered: 3 });
    await Promise.all(["a", "b", "c"].map((key) => other(key, { keyed: true })));
    await Promise.all(["d", "e", "f"].map((key) => other(key, { keyed: true })));
    const late = other("a", { keyed: true });
    const settled = await Promise.race([
      late.then(() => "answered"),
      new Promise((resolve) => setImmediate(() => resolve("waits"))),
    ]);
    expect([settled, closed.length]).toEqual(["waits", 0]);
  });
});
