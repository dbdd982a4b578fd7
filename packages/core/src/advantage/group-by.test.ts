import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type GroupByOptions, groupBy } from "./group-by.ts";
import { groupRelative } from "./group-relative.ts";
import { advantagesIn, resultIn, stepped } from "./places.test-support.ts";

const BATCH = "there is one mean for the whole batch, or for a key of it";
const EQUAL = "gives 0 where all members are equal";

describe("groupBy", () => {
  const layout = stepped([2, 1], [2, 3, 1]);
  const credit = [1, 2, 3, 4, 5, 7];

  it.each<[Partial<GroupByOptions>, readonly number[]]>([
    [{ by: "all" }, [-2, -1, 0, 1, 2, 0]],
    [{ by: "index" }, [-1, -1, 1, 1, 0, 0]],
    [{ by: "index", among: "batch", baseline: "none" }, [1, 2, 3, 4, 5, 7]],
    [{ by: "all", baseline: "leave-one-out" }, [-2.5, -1.25, 0, 1.25, 2.5, 0]],
    [{ by: "all", clip: 1 }, [-1, -1, 0, 1, 1, 0]],
  ])("compares steps with %j (by hand)", (options, expected) => {
    expect(advantagesIn(groupBy({ scale: "none", ...options }), { layout, inputs: [credit] })).toEqual(expected);
  });

  it("compares with all steps of the batch (by hand: mean 4)", () => {
    const given = { layout, inputs: [[1, 2, 3, 4, 5, 9]] };
    expect(advantagesIn(groupBy({ among: "batch", scale: "none" }), given)).toEqual([-3, -2, -1, 0, 1, 5]);
  });

  it("takes the mean of the batch at the same turn (115 §Pieces, by hand)", () => {
    const piece = groupBy({ by: "index", among: "batch", scale: "none" });
    const out = advantagesIn(piece, { layout: stepped([1, 1, 1], [2, 1, 2]), inputs: [[0, 4, 3, 6, 8]] });
    expect(out).toEqual([-3, -2, 0, 3, 2]);
  });

  it("keeps keys of one group apart from those of another, unless among the batch (by hand)", () => {
    const given = { layout: flatLayout([2, 2]), total: [1, 3, 5, 9], inputs: [[7, 7, 7, 8]] };
    expect(advantagesIn(groupBy({ level: "rollout", by: "key", scale: "none" }), given)).toEqual([-1, 1, 0, 0]);
    const together = groupBy({ level: "rollout", by: "key", among: "batch", scale: "none" });
    expect(advantagesIn(together, given)).toEqual([-2, 0, 2, 0]);
  });

  it("divides by either deviation (by hand: 1 and 3 deviate by √2 and 1)", () => {
    const given = { layout: stepped([2], [1, 1]), inputs: [[1, 3]] };
    expect(advantagesIn(groupBy({ scale: "population-std", eps: 0 }), given)).toEqual([-1, 1]);
    expect(advantagesIn(groupBy({ scale: "population-std", eps: 1 }), given)).toEqual([-0.5, 0.5]);
    expect(advantagesIn(groupBy({ eps: 0 }), given)[1]).toBeCloseTo(Math.SQRT1_2, 14);
    expect(groupBy().options).toMatchObject({ level: "step", by: "all", scale: "sample-std", eps: 1e-6 });
  });

  it("reads tokens and their keys (by hand: 1 and 3 under 0, 2, 4 and 6 under 1)", () => {
    const piece = groupBy({ level: "token", by: "key", scale: "none" });
    const inputs = [
      [1, 2, 3, 4, 6, 7],
      [0, 1, 0, 1, 1, 1],
    ];
    expect(advantagesIn(piece, { layout, inputs })).toEqual([-1, -2, 1, 0, 2, 0]);
  });

  it("tells any number of keys apart, of each group anew (slow twin)", () => {
    const layout = flatLayout([60, 3, 60]);
    const keys = Array.from({ length: 123 }, (_, i) => (i * 7) % 20);
    const total = Array.from({ length: 123 }, (_, i) => (i * i) % 31);
    const piece = groupBy({ level: "rollout", by: "key", scale: "none" });
    advantagesIn(piece, { layout, total, inputs: [keys] }).forEach((a, i) => {
      const rows = total.filter((_, j) => layout.groupOf[j] === layout.groupOf[i] && keys[j] === keys[i]);
      const mean = rows.reduce((sum, reward) => sum + reward, 0) / rows.length;
      expect(a).toBeCloseTo(rows.length === 1 ? 0 : (total[i] as number) - mean, 12);
    });
  });

  it("gives 0 to what has no reward, key or total, and takes no mean of it", () => {
    const piece = groupBy({ by: "key", scale: "none" });
    const inputs = [
      [1, undefined, 3, 9, 9, 9],
      [0, 0, 0, undefined, 0, 0],
    ];
    expect(advantagesIn(piece, { layout: stepped([3], [2, 2, 2]), total: [1, 1, undefined], inputs })).toEqual([
      -1, 0, 1, 0, 0, 0,
    ]);
  });

  it.each([
    ["no rollout", [], [], []],
    ["rollouts without steps", [2], [0, 0], []],
    ["one step", [1], [1], [3]],
    ["all equal and not representable", [1], [3], [0.1, 0.1, 0.1]],
    ["zeros of both signs", [1], [2], [0, -0]],
    ["all missing", [1], [2], [undefined, undefined]],
  ])("is exactly zero for %s", (_, groups, steps, credits) => {
    for (const options of [{}, { eps: 0 }, { baseline: "leave-one-out" }] as const) {
      const out = advantagesIn(groupBy(options), { layout: stepped(groups, steps), inputs: [credits] });
      expect(out.every((a) => Object.is(a, 0))).toBe(true);
    }
  });

  it("keeps a single reward only where it is compared with nothing", () => {
    const given = { layout: stepped([1], [1]), inputs: [[3]] };
    expect(advantagesIn(groupBy({ baseline: "none", scale: "none" }), given)).toEqual([3]);
    expect(advantagesIn(groupBy({ baseline: "none", eps: 1 }), given)).toEqual([0]);
    expect(advantagesIn(groupBy({ scale: "none" }), given)).toEqual([0]);
    expect(advantagesIn(groupBy({ by: "index", baseline: "none", scale: "none" }), given)).toEqual([3]);
    expect(advantagesIn(groupBy({ by: "index", baseline: "none", eps: 1 }), given)).toEqual([0]);
  });

  it("gives exactly 0 to a class of equal rewards whose mean is not representable, and never −0", () => {
    const given = { layout: stepped([3], [1, 1, 1]), inputs: [[0.1, 0.1, 0.1]] };
    expect(advantagesIn(groupBy({ by: "index", scale: "none" }), given)).toEqual([0, 0, 0]);
    const zeros = { layout: stepped([2], [1, 1]), inputs: [[-0, 0]] };
    for (const by of ["all", "index"] as const) {
      const out = advantagesIn(groupBy({ by, baseline: "none", scale: "none" }), zeros);
      expect(out.every((a) => Object.is(a, 0))).toBe(true);
    }
  });

  it("turns an overflow into a failure of the engine", () => {
    const out = resultIn(groupBy(), { layout: stepped([1], [3]), inputs: [[1e308, 1e308, -1e308]] });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  it("is groupRelative at rollouts (twin)", () => {
    const given = { layout: flatLayout([3, 2, 1]), total: [1, undefined, 4, 0.5, 2, 8] };
    for (const scale of ["none", "sample-std", "population-std"] as const) {
      for (const baseline of ["group-mean", "leave-one-out", "none"] as const) {
        const options = { scale, baseline, eps: 0.01 };
        const twin = advantagesIn(groupRelative(options), given);
        advantagesIn(groupBy({ ...options, level: "rollout" }), given).forEach((a, i) => {
          expect(a).toBeCloseTo(twin[i] as number, 12);
        });
      }
    }
  });

  it("says what its settings mean for scope, shift and sum", () => {
    const facts = (options: Partial<GroupByOptions>): unknown => {
      const { scope, level, shiftInvariant, zeroSum, inputs } = groupBy(options);
      return [scope, level, shiftInvariant, zeroSum, inputs];
    };
    expect(facts({})).toEqual(["group", "step", undefined, undefined, [{ name: "credit", level: "step" }]]);
    expect(facts({ level: "rollout" })).toEqual(["group", undefined, true, "group", undefined]);
    expect(facts({ level: "rollout", clip: 1 })).toEqual(["group", undefined, true, undefined, undefined]);
    expect(facts({ level: "rollout", baseline: "none" })).toEqual([
      "group",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(facts({ level: "rollout", among: "batch", by: "key" })).toEqual([
      "batch",
      undefined,
      undefined,
      undefined,
      [{ name: "key", level: "rollout" }],
    ]);
  });

  const settings: readonly Partial<GroupByOptions>[] = [
    {},
    { by: "index", among: "batch" },
    { by: "key", level: "token", scale: "none" },
    { level: "rollout", baseline: "leave-one-out", scale: "none" },
    { level: "rollout", by: "key", scale: "population-std" },
  ];
  for (const options of settings) {
    for (const law of lawsOf(groupBy, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
  const skip = [{ law: EQUAL, reason: BATCH }];
  for (const law of lawsOf(groupBy, { options: { level: "rollout", by: "key", among: "batch", clip: 1 }, skip })) {
    it(`${law.name}, keys of the batch`, law.check);
  }
});
