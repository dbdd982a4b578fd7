import { describe, expect, it } from "vitest";
import type { Moment, Transform } from "../piece/index.ts";
import { flatLayout, fullSignal, type Json, type Layout, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { minMax } from "./min-max.ts";
import { runningNormalise } from "./running-normalise.ts";
import { standardise } from "./standardise.ts";

const full = (values: readonly number[]) => fullSignal("rollout", values);

/** State after some batches. */
function after(piece: Transform, batches: readonly (readonly number[])[], layout?: Layout): Moment {
  let state = piece.adaptive?.init() as Json;
  batches.forEach((values, step) => {
    state = piece.adaptive?.step(state, [full(values)], layout ?? flatLayout([values.length]), step) as Json;
  });
  return { step: batches.length, state };
}

function normalised(
  options: Parameters<typeof runningNormalise>[0],
  past: readonly (readonly number[])[],
  now: readonly number[],
) {
  const piece = runningNormalise(options);
  const { values } = piece.apply([full(now)], flatLayout([now.length]), after(piece, past));
  return [...values].map((value) => Number(value.toFixed(12)));
}

describe("runningNormalise", () => {
  // past 0, 4, 8 and now 0, 8: mean 4, population variance 64 / 5 = 12.8; the newest three are 8, 0, 8
  it.each([
    [{ eps: 0 }, [-4 / Math.sqrt(12.8), 4 / Math.sqrt(12.8)]],
    [{ eps: 0, method: "std" }, [0, 8 / Math.sqrt(12.8)]],
    [{ eps: 0, method: "min-max" }, [0, 1]],
    [{ method: "clip" }, [4 - Math.sqrt(12.8), 4 + Math.sqrt(12.8)]],
    [{ method: "clip", deviations: 2 }, [0, 8]],
    [{ eps: 0, method: "deviation" }, [-1, 1]],
    [{ eps: 1, method: "deviation" }, [-0.8, 0.8]],
    [{ eps: 0, bound: 1 }, [-1, 1]],
    [{ eps: 0, bound: 2 }, [-4 / Math.sqrt(12.8), 4 / Math.sqrt(12.8)]],
    [{ eps: 0, current: false }, [-4 / Math.sqrt(32 / 3), 4 / Math.sqrt(32 / 3)]],
    [{ eps: 0, minCount: 6 }, [-1, 1]],
    [{ eps: 0, window: 3 }, [-Math.SQRT2, Math.SQRT1_2]],
  ] as const)("normalises with %j (035, by hand)", (options, expected) => {
    expect(normalised(options, [[0, 4], [8]], [0, 8])).toEqual(expected.map((value) => Number(value.toFixed(12))));
  });

  it("weighs the newest step by alpha (222: mean ← 0.7 · mean + 0.3 · batch)", () => {
    const past = [[10], [20]];
    const mean = 0.7 * 10 + 0.3 * 20;
    expect(normalised({ method: "deviation", alpha: 0.3, current: false, eps: 0 }, past, [26])).toEqual([1]);
    const nearer = 0.7 * mean + 0.3 * 26;
    const [value] = normalised({ method: "deviation", alpha: 0.3, eps: 0 }, past, [26]);
    expect(value).toBeCloseTo((26 - nearer) / nearer, 10);
    // mixture of a point at 10 and one at 20, weights 0.7 and 0.3
    const [z] = normalised({ alpha: 0.3, current: false, eps: 0 }, past, [mean + Math.sqrt(0.7 * 0.3 * 100)]);
    expect(z).toBeCloseTo(1, 10);
  });

  it("blends extremes with alpha", () => {
    const options = { method: "min-max", alpha: 0.5, current: false, eps: 0 } as const;
    expect(
      normalised(
        options,
        [
          [0, 4],
          [2, 10],
        ],
        [1, 7, 4, 10],
      ),
    ).toEqual([0, 1, 0.5, 1.5]);
  });

  it("in one step is `standardise` and `min-max` over the batch (twins)", () => {
    const of = full([1, 5, 2, 8, 8]);
    const layout = flatLayout([2, 3]);
    expect(runningNormalise().apply([of], layout)).toEqual(standardise({ over: "batch" }).apply([of], layout));
    const placed = minMax({ over: "batch" }).apply([of], layout);
    expect(runningNormalise({ method: "min-max", eps: 0 }).apply([of], layout)).toEqual(placed);
    const grouped = standardise().apply([of], layout);
    expect(runningNormalise({ by: "prompt" }).apply([of], layout)).toEqual(grouped);
  });

  it("merges batches into the moments of all values (Welford, twin)", () => {
    const piece = runningNormalise();
    const all = [3, 1, 4, 1, 5, 9, 2, 6];
    const { state } = after(piece, [all.slice(0, 3), all.slice(3, 4), [], all.slice(4)]);
    const mean = all.reduce((sum, value) => sum + value, 0) / 8;
    const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(state).toEqual({
      all: { count: 8, mean: expect.closeTo(mean, 12), squares: expect.closeTo(squares, 10), min: 1, max: 9 },
    });
  });

  it.each([64, 65, 66, 67, 201])("measures %i values with and without a hole as one by one (twin)", (length) => {
    const values = Array.from({ length }, (_, i) => 1000 + Math.sin(i));
    for (const hole of [-1, 0, length - 1]) {
      const of = { ...full(values), present: Uint8Array.from(values, (_, i) => +(i !== hole)) };
      const known = values.filter((_, i) => i !== hole);
      const state = runningNormalise().adaptive?.step({}, [of], flatLayout([length]), 0);
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const ends = { min: Math.min(...known), max: Math.max(...known) };
      expect(state).toEqual({
        all: { count: known.length, mean: expect.closeTo(mean, 10), squares: expect.closeTo(squares, 9), ...ends },
      });
    }
  });

  it("knows each prompt by its key, in a buffer of the newest values (168)", () => {
    const piece = runningNormalise({ by: "prompt", window: 4, minCount: 3, eps: 0 });
    const layout = { ...flatLayout([2, 2]), groupKeys: ["a", "b"] };
    const { state } = after(piece, [[1, 3, 100, 100]], layout);
    expect(state).toEqual({ a: [[1, 3]], b: [[100, 100]] });
    const turned = { ...flatLayout([2, 2]), groupKeys: ["b", "c"] };
    const out = piece.apply([full([100, 104, 1, 3])], turned, { step: 1, state });
    expect([...out.values].map((value) => Number(value.toFixed(12)))).toEqual([
      Number((-1 / Math.sqrt(3)).toFixed(12)),
      Number((3 / Math.sqrt(3)).toFixed(12)),
      -1,
      1,
    ]);
  });

  it("knows no group without a key", () => {
    const piece = runningNormalise({ by: "prompt" });
    expect(after(piece, [[1, 2]]).state).toEqual({});
    expect(normalised({ by: "prompt", eps: 0 }, [[100]], [1, 3])).toEqual([-1, 1]);
  });

  it.each([
    ["mean-std", [0, 0]],
    ["std", [0.1, 0.1]],
    ["min-max", [0, 0]],
    ["clip", [0.1, 0.1]],
    ["deviation", [0, 0]],
  ] as const)("is exact for equal values with %s", (method, expected) => {
    expect(normalised({ method }, [[0.1, 0.1, 0.1]], [0.1, 0.1])).toEqual(expected);
  });

  it("divides by 1 where the mean to divide by is 0", () => {
    expect(normalised({ method: "deviation" }, [], [-2, 2])).toEqual([-2, 2]);
  });

  it("takes values that are missing and values too large to add for no step", () => {
    const piece = runningNormalise();
    const none = { ...full([5, 5]), present: Uint8Array.of(0, 0) };
    expect(piece.adaptive?.step({}, [none], flatLayout([2]), 0)).toEqual({});
    const state = after(piece, [[1, 3]]).state as Json;
    expect(piece.adaptive?.step(state, [full([1e308, 1e308])], flatLayout([2]), 1)).toEqual(state);
  });

  it("knows range, trend, scope and defaults", () => {
    const methods = ["mean-std", "std", "min-max", "clip", "deviation"] as const;
    const of = { min: 0, max: 2 };
    expect(methods.map((method) => runningNormalise({ method }).range([of]))).toEqual([
      UNBOUNDED,
      UNBOUNDED,
      { min: 0, max: 1 },
      of,
      UNBOUNDED,
    ]);
    expect(runningNormalise({ method: "min-max", current: false }).range([of])).toEqual(UNBOUNDED);
    expect(runningNormalise({ method: "min-max", alpha: 0.5 }).range([of])).toEqual(UNBOUNDED);
    expect(runningNormalise({ bound: 3 }).range([of])).toEqual({ min: -3, max: 3 });
    expect(runningNormalise({ method: "clip", bound: 1 }).range([{ min: -9, max: 0.5 }])).toEqual({
      min: -1,
      max: 0.5,
    });
    expect(methods.map((method) => runningNormalise({ method }).trend(0, []))).toEqual([
      "increasing",
      "unknown",
      "increasing",
      "increasing",
      "unknown",
    ]);
    expect(runningNormalise({ method: "min-max", alpha: 0.5 }).trend(0, [])).toBe("unknown");
    expect([runningNormalise().scope, runningNormalise({ by: "prompt" }).scope]).toEqual(["batch", "group"]);
    expect(runningNormalise().options).toEqual({
      method: "mean-std",
      by: "all",
      current: true,
      minCount: 1,
      eps: 1e-8,
      deviations: 1,
    });
  });

  it("refuses two ways to forget", () => {
    expect(() => runningNormalise({ window: 5, alpha: 0.1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`alpha\` of \`shaper/running-normalise@1\` to be valid, got 0.1: \`window\` and \`alpha\` are two ways to forget; give one.]`,
    );
  });

  const settings = [
    {},
    { method: "std", by: "prompt", current: false },
    { method: "min-max", window: 7 },
    { method: "clip", by: "prompt", window: 4, minCount: 3 },
    { method: "deviation", alpha: 0.3, bound: 5 },
    { alpha: 0.5, by: "prompt" },
    { method: "min-max", alpha: 0.5 },
  ];
  for (const options of settings) {
    for (const law of lawsOf(runningNormalise, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
