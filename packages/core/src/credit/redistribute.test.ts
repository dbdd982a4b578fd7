import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullSignal, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type RedistributeOptions, redistribute } from "./redistribute.ts";

type Settings = Partial<RedistributeOptions>;

/** What a rollout of n steps gets for an outcome. */
function handed(settings: Settings, outcome: number, weights: number | readonly (number | string)[], alpha = 1) {
  const count = typeof weights === "number" ? weights : weights.length;
  const given = typeof weights === "number" ? [] : [column("step", weights)];
  const blend = settings.by === "last" ? [] : [fullSignal("rollout", [alpha])];
  const inputs = [fullSignal("rollout", [outcome]), ...given, ...blend];
  return shown(redistribute(settings).apply(inputs, steps([count])));
}

describe("redistribute", () => {
  it.each([
    ["uniform (188: r/H)", {}, 6, 3, [2, 2, 2]],
    ["last (188: terminal)", { by: "last" }, 6, 3, [0, 0, 6]],
    ["discount", { by: "discount", gamma: 0.5 }, 7, 3, [1, 2, 4]],
    ["discount of nothing", { by: "discount", gamma: 0 }, 7, 3, [0, 0, 7]],
    ["inverse-depth (008)", { by: "inverse-depth" }, 11, 3, [6, 3, 2]],
    ["weight (008: u/Σu)", { by: "weight" }, 8, [1, 0, 3], [2, 0, 6]],
    ["weight, one below 0", { by: "weight" }, 8, [1, -5, 3], [2, 0, 6]],
    ["weight, by size", { by: "weight", negative: "absolute" }, 8, [1, -4, 3], [1, 4, 3]],
    ["weight, sign kept", { by: "weight" }, -8, [1, 0, 3], [-2, 0, -6]],
    ["weights all 0 (008: uniform)", { by: "weight" }, 6, [0, -1, 0], [2, 2, 2]],
    ["progress", { by: "progress" }, 8, [0.25, 0.25, 1], [2, 0, 6]],
    ["progress from a start", { by: "progress", start: 0.25 }, 3, [0.5, 0.25, 0.75], [1, 0, 2]],
    ["progress and back", { by: "progress", negative: "absolute" }, 4, [0.5, 0.25, 0.5], [2, 1, 1]],
    ["weight alone: outcome × weight", { by: "weight", normalise: false }, 2, [1, -1, 3], [2, 0, 6]],
    ["progress alone", { by: "progress", normalise: false }, 1, [0.25, 0.125, 1], [0.25, 0, 0.875]],
    ["uniform alone (084: a copy for each call)", { normalise: false }, 6, 3, [6, 6, 6]],
    ["one step", { by: "weight" }, 6, [0.1], [6]],
    ["no step", {}, 6, 0, []],
  ] as const)("hands out by %s (by hand)", (_, settings, outcome, weights, expected) => {
    expect(handed(settings, outcome, weights)).toEqual(expected);
  });

  it("attenuates frames by their distance from frame F/2 (057 §Mechanism 4: F = 16, λ = 1)", () => {
    const out = handed({ by: "distance", normalise: false }, 1, 16) as readonly number[];
    expect([out[8], out[7], out[9]]).toEqual([1, Math.exp(-1), Math.exp(-1)]);
    expect((out[0] as number) / Math.exp(-8)).toBeCloseTo(1, 14);
  });

  it("puts the centre where it is said to be, and keeps the sum", () => {
    const halves = handed({ by: "distance", lambda: Math.LN2, centre: 0 }, 7, 3) as readonly number[];
    expect(halves.map((value) => value.toFixed(12))).toEqual(["4.000000000000", "2.000000000000", "1.000000000000"]);
    expect(handed({ by: "distance", lambda: 5000 }, 4, 3)).toEqual([0, 2, 2]);
    expect(handed({ by: "distance", lambda: 5000, centre: 1 }, 4, 3)).toEqual([0, 0, 4]);
  });

  it("moves the outcome to the last step by 1 − alpha (042: α·dense + (1 − α)·terminal)", () => {
    expect(handed({ by: "weight" }, 8, [1, 3, 0], 0.5)).toEqual([1, 3, 4]);
    expect(handed({ by: "weight" }, 8, [1, 3, 0], 0)).toEqual([0, 0, 8]);
    expect(handed({ normalise: false }, 8, 2, 0.5)).toEqual([4, 8]);
  });

  it("lets the others share where a weight is missing, and ends with the last of them", () => {
    expect(handed({ by: "weight" }, 8, [1, "unread", 3, "cut"], 1)).toEqual([2, "unread", 6, "cut"]);
    expect(handed({ by: "weight" }, 8, [1, "unread", 3, "cut"], 0)).toEqual([0, "unread", 8, "cut"]);
    expect(handed({ by: "progress" }, 8, [0.25, "unread", 1], 1)).toEqual([2, "unread", 6]);
    expect(handed({ by: "weight" }, 8, ["unread"])).toEqual(["unread"]);
  });

  it("leaves all steps missing without an outcome or an alpha", () => {
    const layout = steps([2, 0, 1]);
    const full = fullSignal("rollout", [1, 1, 1]);
    const lost = column("rollout", ["no answer", 5, 2]);
    expect(shown(redistribute().apply([lost, full], layout))).toEqual(["no answer", "no answer", 2]);
    expect(shown(redistribute().apply([full, lost], layout))).toEqual(["no answer", "no answer", 1]);
    expect(shown(redistribute({ by: "last" }).apply([lost], layout))).toEqual(["no answer", "no answer", 2]);
  });

  it("shares by complete weights where one outcome is missing, or too large or small for short cuts", () => {
    const of = column("rollout", [4, "lost", -1e308, 1e-300]);
    const weight = column("step", [1, 3, 5, 1, 1, -2, 1]);
    const out = redistribute({ by: "weight" }).apply(
      [of, weight, fullSignal("rollout", [1, 1, 1, 1])],
      steps([2, 1, 2, 2]),
    );
    expect(shown(out)).toEqual([1, 3, "lost", -5e307, -5e307, 0, 1e-300]);
    const apart = [
      fullSignal("rollout", [6, 6]),
      fullSignal("step", [1e300, 2e300, 1e-300, 1e-300]),
      fullSignal("rollout", [1, 0.5]),
    ];
    expect(shown(redistribute({ by: "weight" }).apply(apart, steps([2, 2])))).toEqual([2, 4, 1.5, 4.5]);
  });

  it("hands out to tokens, rollout by rollout", () => {
    const out = redistribute({ level: "token", by: "last" }).apply([fullSignal("rollout", [3, 4])], tokens([2, 1]));
    expect([out.level, ...out.values]).toEqual(["token", 0, 3, 4]);
  });

  it("fails where weights are too far apart to be numbers", () => {
    expect(handed({ by: "progress" }, 1, [-1e308, 1e308, 0])).toEqual([
      "Expected a finite value, got NaN.",
      "Expected a finite value, got NaN.",
      "Expected a finite value, got NaN.",
    ]);
  });

  it("keeps the sum to 1e-12 of the outcome, for huge, tiny and missing weights", () => {
    const number = fc.oneof(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.constantFrom(0, -0, 1e300, 1e308, 1e-300, 5e-324, -1e308, 1),
    );
    const by = fc.constantFrom("uniform", "last", "weight", "discount", "inverse-depth", "distance" as const);
    fc.assert(
      fc.property(
        by,
        fc.array(fc.oneof({ weight: 4, arbitrary: number }, fc.constant("unread")), { minLength: 1, maxLength: 40 }),
        number,
        fc.constantFrom(0, 0.25, 1),
        fc.constantFrom("clamp", "absolute"),
        (rule, weights, outcome, alpha, negative) => {
          const settings = { by: rule, negative } as Settings;
          const got = handed(settings, outcome, rule === "weight" ? weights : weights.length, alpha);
          const present = got.filter((value) => typeof value === "number");
          if (present.length === 0) return;
          const sum = present.reduce((total, value) => total + value, 0);
          expect(Math.abs(sum - outcome)).toBeLessThanOrEqual(1e-12 * Math.abs(outcome) + present.length * 5e-324);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("agrees with the slow way over many rollouts", () => {
    const weights = [0.2, 3, 0, 1, -1, 4, 2.5, 0, 0];
    const outcomes = [2, -3, 5];
    const layout = steps([4, 2, 3]);
    const slow = outcomes.flatMap((outcome, r) => {
      const own = weights.slice(layout.stepOffsets[r], layout.stepOffsets[r + 1]).map((weight) => Math.max(0, weight));
      const total = own.reduce((sum, weight) => sum + weight, 0);
      return own.map((weight) => (outcome * weight) / total);
    });
    const inputs: Signal[] = [
      fullSignal("rollout", outcomes),
      fullSignal("step", weights),
      fullSignal("rollout", [1, 1, 1]),
    ];
    const fast = redistribute({ by: "weight" }).apply(inputs, layout).values;
    slow.forEach((value, i) => {
      expect(fast[i]).toBeCloseTo(value, 12);
    });
  });

  it("has an input for what is given, and an alpha but with `by: last`", () => {
    const names = (settings: Settings) => redistribute(settings).inputs.map(({ name }) => name);
    expect(names({})).toEqual(["of", "alpha"]);
    expect(names({ by: "last" })).toEqual(["of"]);
    expect(names({ by: "weight" })).toEqual(["of", "weight", "alpha"]);
    expect(names({ by: "progress" })).toEqual(["of", "progress", "alpha"]);
    expect(redistribute().inputs[1]).toEqual({ name: "alpha", level: "rollout", default: 1 });
    expect([redistribute().keepsSum, redistribute({ normalise: false }).keepsSum]).toEqual([true, undefined]);
  });

  it("states its defaults", () => {
    expect(redistribute().options).toEqual({
      level: "step",
      by: "uniform",
      normalise: true,
      negative: "clamp",
      gamma: 0.95,
      lambda: 1,
      centre: 0.5,
      start: 0,
    });
  });

  const of = { min: -1, max: 2 };
  const one = { min: 1, max: 1 };
  it.each([
    [{}, [of, one], { min: -1, max: 2 }],
    [{ by: "last" }, [{ min: 1, max: 2 }], { min: 0, max: 2 }],
    [{ normalise: false }, [{ min: 1, max: 2 }, one], { min: 1, max: 2 }],
    [
      { normalise: false },
      [
        { min: 1, max: 2 },
        { min: 0, max: 1 },
      ],
      { min: 0, max: 2 },
    ],
    [{}, [of, { min: -1, max: 3 }], { min: -4, max: 6 }],
    [{}, [of, { min: 0, max: 3 }], { min: -4, max: 6 }],
    [{ by: "weight", normalise: false }, [of, { min: -3, max: 4 }, one], { min: -4, max: 8 }],
    [{ by: "weight", normalise: false, negative: "absolute" }, [of, { min: -5, max: 4 }, one], { min: -5, max: 10 }],
    [{ by: "weight", normalise: false, negative: "absolute" }, [one, { min: -5, max: -4 }, one], { min: 4, max: 5 }],
    [{ by: "progress", normalise: false }, [one, { min: 1, max: 4 }, one], { min: 0, max: 4 }],
    [{ by: "progress", normalise: false, start: 5 }, [one, { min: 1, max: 4 }, one], { min: 0, max: 3 }],
  ] as const)("with %j reaches from %j to %j", (settings, inputs, expected) => {
    expect(redistribute(settings).range(inputs)).toEqual(expected);
  });

  it.each([
    [{}, 0, [of, one], "increasing"],
    [{}, 0, [of, { min: 0, max: 1 }], "increasing"],
    [{}, 0, [of, { min: 0, max: 1.5 }], "unknown"],
    [{}, 0, [of, { min: -0.5, max: 1 }], "unknown"],
    [{}, 1, [of, one], "unknown"],
    [{ by: "weight" }, 1, [of, of, one], "unknown"],
    [{ by: "last" }, 0, [of], "increasing"],
  ] as const)("with %j has in input %i the trend of %j: %s", (settings, index, inputs, expected) => {
    expect(redistribute(settings).trend(index, inputs)).toBe(expected);
  });

  for (const by of ["uniform", "last", "weight", "progress", "discount", "inverse-depth", "distance"]) {
    for (const normalise of [true, false]) {
      const name = `by ${by}${normalise ? "" : ", not normalised"}`;
      for (const law of lawsOf(redistribute, { options: { by, normalise } })) it(`${law.name}, ${name}`, law.check);
    }
  }
  for (const law of lawsOf(redistribute, { options: { by: "weight", level: "token", negative: "absolute" } })) {
    it(`${law.name}, to tokens by size`, law.check);
  }
});
