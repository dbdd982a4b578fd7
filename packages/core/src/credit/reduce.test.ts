import { describe, expect, it } from "vitest";
import { RewardError } from "../error/index.ts";
import { flatLayout, fullSignal, type Layout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { abstainsBecause } from "./abstains-because.test-support.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type ReduceOptions, reduce } from "./reduce.ts";
import { REDUCTIONS, type ReductionName } from "./reductions.ts";

const NAMES = Object.keys(REDUCTIONS) as readonly ReductionName[];

function reduced(settings: Partial<ReduceOptions>, values: readonly (number | string)[]) {
  return shown(reduce(settings).apply([column("step", values)], steps([values.length])))[0];
}

/** Two rollouts: of three steps with 2, 0 and 3 tokens and one token outside, and of one step with one token. */
const nested: Layout = {
  ...flatLayout([2]),
  stepOffsets: Int32Array.of(0, 3, 4),
  tokenOffsets: Int32Array.of(0, 6, 7),
  stepOfToken: Int32Array.of(0, 0, -1, 2, 2, 2, 3),
};

describe("reduce", () => {
  it.each([
    ["mean", 0.625],
    ["sum", 1.25],
    ["min", 0.5],
    ["max", 0.75],
    ["first", 0.5],
    ["last", 0.75],
    ["product", 0.375],
    ["geometric-mean", Math.sqrt(0.375)],
    ["mean-logit", 1 / (1 + Math.exp(-Math.log(3) / 2))],
    ["mean-odds", 2],
    ["quantile", 0.625],
  ] as const)("takes the %s of 0.5 and 0.75 (by hand; 067 §Mechanism)", (by, expected) => {
    expect(reduced({ by }, [0.5, 0.75])).toBeCloseTo(expected, 14);
  });

  it.each([
    ["geometric-mean", [0.9, 0], 0],
    ["geometric-mean", [0.9, -0.5], 0],
    ["mean-logit", [1], 1 - 1e-6],
    ["mean-logit", [0], 1e-6],
    ["mean-odds", [1], 1e6 - 1 - 2.8756e-5],
    ["mean-odds", [-1], 0],
    ["product", [-2, 3], -6],
    ["quantile", [3, 1, 2], 2],
  ] as const)("keeps %s of %j in bounds: %d", (by, values, expected) => {
    expect(reduced({ by }, values)).toBeCloseTo(expected, 5);
  });

  it.each([
    [0, 1],
    [0.25, 2],
    [0.95, 4.8],
    [1, 5],
  ])("takes the quantile %d of 1 … 5 between neighbours: %d (107: 95th percentile)", (q, expected) => {
    expect(reduced({ by: "quantile", q }, [5, 3, 1, 2, 4])).toBeCloseTo(expected, 12);
  });

  it("has exactly the mean of equal values, and does not sort what it reads", () => {
    expect(reduced({}, [0.1, 0.1, 0.1])).toBe(0.1);
    const of = fullSignal("step", [3, 1, 2]);
    reduce({ by: "quantile" }).apply([of], steps([3]));
    expect([...of.values]).toEqual([3, 1, 2]);
  });

  it("gathers rollout by rollout, and says when there is nothing", () => {
    const layout = steps([2, 0, 1]);
    const of = fullSignal("step", [1, 3, 5]);
    expect(shown(reduce().apply([of], layout))).toEqual([2, "there is nothing to reduce", 5]);
    expect(shown(reduce({ empty: 0.5 }).apply([of], layout))).toEqual([2, 0.5, 5]);
    expect(shown(reduce({ by: "sum", empty: 0 }).apply([of], layout))).toEqual([4, 0, 5]);
  });

  it("is missing with one missing step, or leaves it out", () => {
    expect(reduced({}, [1, "unread", 3])).toBe("unread");
    expect(reduced({ missing: "skip" }, [1, "unread", 4])).toBe(2.5);
    expect(reduced({ missing: "skip", by: "last" }, [1, 4, "unread"])).toBe(4);
    expect(reduced({ missing: "skip", empty: 0 }, ["unread"])).toBe("unread");
    expect(reduced({ empty: 0 }, ["unread"])).toBe("unread");
  });

  it("is missing for the gravest of several reasons", () => {
    const of = column("step", ["first", "second"]);
    const failedStep = { kind: "failed", blame: "judge", reason: "timed out", retryable: true } as const;
    const notes = { ...of.notes, missing: new Map(of.notes?.missing).set(1, failedStep) };
    expect(shown(reduce().apply([{ ...of, notes } as never], steps([2])))).toEqual(["timed out"]);
  });

  it("gathers tokens into steps, and into rollouts (221: mean entropy of a step)", () => {
    const of = fullSignal("token", [1, 3, 100, 2, 4, 6, 7]);
    expect(shown(reduce({ from: "token", to: "step" }).apply([of], nested))).toEqual([
      2,
      "there is nothing to reduce",
      4,
      7,
    ]);
    expect(shown(reduce({ from: "token", by: "max" }).apply([of], nested))).toEqual([100, 7]);
    const some = column("token", [1, "unread", "outside", 2, 4, 6, 7]);
    const skipping = reduce({ from: "token", to: "step", missing: "skip", empty: 0 });
    expect(shown(skipping.apply([some], nested))).toEqual([1, 0, 4, 7]);
    expect(shown(reduce({ from: "token", to: "step", empty: 0 }).apply([some], nested))).toEqual(["unread", 0, 4, 7]);
    const { stepOfToken, ...bare } = nested;
    expect(stepOfToken).toBeDefined();
    expect(shown(reduce({ from: "token", to: "step", empty: 0 }).apply([of], bare))).toEqual([0, 0, 0, 0]);
  });

  it("counts with a sum of flags (107: N_HE)", () => {
    const flags = fullSignal("token", [0, 1, 1, 0, 1]);
    expect([...reduce({ from: "token", by: "sum" }).apply([flags], tokens([3, 2])).values]).toEqual([2, 1]);
  });

  it("fails where a sum is too large, and takes an empty batch", () => {
    expect(reduced({ by: "sum" }, [1e308, 1e308])).toBe("Expected a finite value, got Infinity.");
    expect(shown(reduce().apply([fullSignal("step", [])], steps([])))).toEqual([]);
  });

  it("refuses to gather steps into steps, and a column of another length", () => {
    expect(() => reduce({ to: "step" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`to\` of \`credit/reduce@1\` to be valid, got "step": only tokens can be gathered into steps.]`,
    );
    expect(() => reduce().apply([fullSignal("step", [1])], steps([2]))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to have 2 values, got 1.]`,
    );
    expect(RewardError.is(caught(() => reduce().apply([fullSignal("step", [1])], steps([2]))))).toBe(true);
  });

  it("states its defaults and levels", () => {
    const piece = reduce({ from: "token", to: "step" });
    expect([piece.level, piece.inputs]).toEqual(["step", [{ name: "of", level: "token" }]]);
    expect(reduce().options).toEqual({
      from: "step",
      to: "rollout",
      by: "mean",
      q: 0.5,
      missing: "propagate",
      empty: null,
    });
  });

  const [inf, unit] = [Number.POSITIVE_INFINITY, { min: 0.25, max: 1 }];
  it.each([
    ["mean", { min: -1, max: 2 }, { min: -1, max: 2 }],
    ["sum", { min: 1, max: 2 }, { min: 1, max: inf }],
    ["sum", { min: -2, max: -1 }, { min: -inf, max: -1 }],
    ["sum", { min: 0, max: 0 }, { min: 0, max: 0 }],
    ["product", unit, { min: 0, max: 1 }],
    ["product", { min: 1, max: 2 }, { min: 1, max: inf }],
    ["product", { min: 0, max: 2 }, { min: 0, max: inf }],
    ["product", { min: -0.5, max: 1 }, { min: -1, max: 1 }],
    ["product", { min: -0.5, max: 0.25 }, { min: -0.5, max: 0.5 }],
    ["product", { min: -2, max: 1 }, { min: -inf, max: inf }],
    ["geometric-mean", { min: -1, max: 2 }, { min: 0, max: 2 }],
    ["mean-logit", { min: -1, max: 0.5 }, { min: 1e-6, max: 0.5 }],
    ["mean-odds", { min: -inf, max: 0.5 }, { min: 0, max: 1 }],
    ["quantile", unit, unit],
  ] as const)("%s of values in %j is in %j", (by, of, expected) => {
    expect(reduce({ by }).range([of])).toEqual(expected);
  });

  it("reaches the value of nothing too", () => {
    expect(reduce({ empty: -1 }).range([unit])).toEqual({ min: -1, max: 1 });
  });

  it("rises with its values, a product only without negative ones", () => {
    expect(NAMES.filter((by) => reduce({ by }).trend(0, [unit]) !== "increasing")).toEqual([]);
    expect(NAMES.filter((by) => reduce({ by }).trend(0, [{ min: -1, max: 1 }]) !== "increasing")).toEqual(["product"]);
  });

  for (const by of NAMES) {
    for (const law of lawsOf(reduce, { options: { by } })) it(`${law.name}, ${by}`, law.check);
    const inputRanges = [{ min: 0, max: 1 }];
    const settings = { options: { by, from: "token", missing: "skip" }, inputRanges };
    for (const law of lawsOf(reduce, settings)) it(`${law.name}, ${by} of tokens`, law.check);
  }
  const skip = abstainsBecause("a step without tokens has nothing to reduce");
  for (const law of lawsOf(reduce, { options: { from: "token", to: "step" }, skip })) {
    it(`${law.name}, tokens to steps`, law.check);
  }
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
