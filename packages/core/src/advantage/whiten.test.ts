import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { gae } from "./gae.ts";
import { groupRelative } from "./group-relative.ts";
import { advantagesIn, resultIn, stepped } from "./places.test-support.ts";
import { type WhitenOptions, whiten } from "./whiten.ts";

describe("whiten", () => {
  const layout = flatLayout([2, 2]);
  const before = [1, 3, 5, 7];

  it.each<[Partial<WhitenOptions>, readonly number[]]>([
    [{ scale: "none" }, [-3, -1, 1, 3]],
    [{ scale: "none", over: "group" }, [-1, 1, -1, 1]],
    [{ scale: "population-std", eps: 0, over: "group" }, [-1, 1, -1, 1]],
    [{ scale: "population-std", eps: 3, over: "group" }, [-0.5, 0.5, -0.5, 0.5]],
    [{ scale: "population-std", eps: 3, epsAt: "std", over: "group" }, [-0.25, 0.25, -0.25, 0.25]],
    [{ scale: "population-std", eps: 4, epsAt: "floor", over: "group", centre: false }, [0.25, 0.75, 1.25, 1.75]],
    [{ scale: "none", limit: 2 }, [-2, -1, 1, 2]],
    [{ scale: "none", limit: 3 }, [-3, -1, 1, 3]],
    [{ scale: "none", limit: 2, beyond: "mask" }, [0, -1, 1, 0]],
    [{ scale: "none", centre: false, limit: 4 }, [1, 3, 4, 4]],
  ])("normalises with %j (by hand)", (options, expected) => {
    expect(advantagesIn(whiten(options), { layout, before })).toEqual(expected);
  });

  it("divides by the sample deviation by default (by hand: √(20 / 3))", () => {
    expect(advantagesIn(whiten({ eps: 0 }), { layout, before })[3]).toBeCloseTo(3 / Math.sqrt(20 / 3), 14);
    expect(whiten().options).toEqual({
      over: "batch",
      centre: true,
      scale: "sample-std",
      eps: 1e-8,
      epsAt: "variance",
      beyond: "clip",
    });
  });

  it("keeps rollouts without a total as they are, and takes no mean of them", () => {
    expect(
      advantagesIn(whiten({ scale: "none" }), { layout, total: [1, 1, undefined, 1], before: [1, 3, 9, 5] }),
    ).toEqual([-2, 0, 9, 2]);
  });

  it("is the batch step of group-relative, and the whitening of gae, as a piece of its own (identities)", () => {
    const total = [1, 0, undefined, 4];
    const first = advantagesIn(groupRelative({ scale: "none" }), { layout, total });
    const both = groupRelative({ scale: "none", batch: "rollout", batchEps: 1e-4 });
    expect(advantagesIn(whiten({ eps: 1e-4, epsAt: "std" }), { layout, total, before: first })).toEqual(
      advantagesIn(both, { layout, total }),
    );
    const steps = { layout: stepped([2], [2, 2]), total: [1, 0], inputs: [[0.5, 0.25, 0, 0.5]] };
    const raw = advantagesIn(gae({ level: "step" }), steps);
    expect(advantagesIn(whiten({ level: "step" }), { ...steps, before: raw })).toEqual(
      advantagesIn(gae({ level: "step", whiten: true }), steps),
    );
  });

  it("centres steps of a group together", () => {
    const given = { layout: stepped([2, 1], [2, 1, 1]), before: [1, 2, 6, 5] };
    expect(advantagesIn(whiten({ level: "step", over: "group", scale: "none" }), given)).toEqual([-2, -1, 3, 0]);
  });

  it.each([
    ["nothing", [], []],
    ["one rollout", [1], [3]],
    ["all equal", [3], [0.1, 0.1, 0.1]],
  ])("is exactly zero for %s", (_, groups, given) => {
    for (const options of [{}, { eps: 0 }, { over: "group" }] as const) {
      expect(
        advantagesIn(whiten(options), { layout: flatLayout(groups), before: given }).every((a) => Object.is(a, 0)),
      ).toBe(true);
    }
  });

  it("turns an overflow into a failure of the engine, whatever the limit", () => {
    for (const beyond of ["clip", "mask"] as const) {
      const out = resultIn(whiten({ scale: "none", limit: 1, beyond }), {
        layout: flatLayout([3]),
        before: [1e308, 1e308, -1e308],
      });
      expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
    }
  });

  it("reads nobody else where it only cuts", () => {
    const scopes = [
      {},
      { over: "group" },
      { centre: false },
      { scale: "none" },
      { centre: false, scale: "none" },
    ] as const;
    expect(scopes.map((options) => whiten(options).scope)).toEqual(["batch", "group", "batch", "batch", "rollout"]);
  });

  const settings: readonly Partial<WhitenOptions>[] = [
    {},
    { level: "token", over: "group", limit: 1, beyond: "mask" },
    { centre: false, scale: "none", limit: 1 },
  ];
  for (const options of settings) {
    for (const law of lawsOf(whiten, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
