import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { controlled, REMEMBERED, statesAfter, valuesOver } from "./courses.test-support.ts";
import { type LagrangeMultiplierOptions, lagrangeMultiplier } from "./lagrange-multiplier.ts";

const layout = flatLayout([2]);
const SQUASHES = ["none", "sigmoid", "tanh", "softplus", "exp"] as const;
const MU: { readonly [S in (typeof SQUASHES)[number]]: (z: number) => number } = {
  none: (z) => z,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  softplus: (z) => Math.log(1 + Math.exp(z)),
  exp: Math.exp,
};
const zOf = (state: unknown): number => (state as { z: number }).z;

describe("lagrangeMultiplier", () => {
  it("lowers the weight of an overshooting reward and raises that of an undershooting one (055 §Mechanism)", () => {
    const piece = lagrangeMultiplier();
    const [over, under] = [controlled([0.5, 0.5], 0.25), controlled([0, 0], 0.25)].map(
      (batch) => valuesOver(piece, [batch], layout)[1] as number,
    );
    expect(over).toBeCloseTo(MU.sigmoid(-0.1 * 0.25 * 0.25), 12);
    expect(under).toBeCloseTo(MU.sigmoid(0.1 * 0.25 * 0.25), 12);
  });

  it.each(SQUASHES)("descends s·μ(z)·(m − bound) with %s, for each kind (against a difference quotient)", (squash) => {
    for (const kind of ["lower", "upper", "equality"] as const) {
      const piece = lagrangeMultiplier({ kind, squash, rate: 0.01, initial: 0.7 });
      const [state] = statesAfter(piece, [controlled([1, 2], 0.5)], layout);
      const loss = (z: number): number => (kind === "upper" ? -1 : 1) * MU[squash](z) * (1.5 - 0.5);
      const slope = (loss(0.7 + 1e-5) - loss(0.7 - 1e-5)) / 2e-5;
      expect(zOf(state), kind).toBeCloseTo(0.7 - 0.01 * slope, 8);
    }
  });

  it.each(SQUASHES)("starts at μ(initial) with %s", (squash) => {
    const [value] = valuesOver(lagrangeMultiplier({ squash, initial: 0.3 }), [controlled([1, 1], 0)], layout);
    expect(value).toBeCloseTo(MU[squash](0.3), 12);
  });

  it("keeps the bare weight of an inequality at 0 or above; that of an equality pushes down", () => {
    const over = [controlled([3, 3], 1)];
    expect(valuesOver(lagrangeMultiplier({ squash: "none" }), over, layout)).toEqual([0, 0]);
    expect(valuesOver(lagrangeMultiplier({ squash: "none", kind: "equality" }), over, layout)[1]).toBeCloseTo(-0.2, 12);
    expect(valuesOver(lagrangeMultiplier({ squash: "none", kind: "upper" }), over, layout)[1]).toBeCloseTo(0.2, 12);
    expect(valuesOver(lagrangeMultiplier({ squash: "none", initial: -5 }), over, layout)[0]).toBe(0);
  });

  it("keeps a part of its last step (by hand)", () => {
    const piece = lagrangeMultiplier({ kind: "upper", squash: "none", rate: 1, momentum: 0.5 });
    const states = statesAfter(piece, [controlled([1, 1], 0), controlled([1, 1], 0)], layout);
    expect(states).toEqual([
      { z: 1, velocity: -1 },
      { z: 2.5, velocity: -1.5 },
    ]);
  });

  it("holds the parameter within its limit", () => {
    const piece = lagrangeMultiplier({ kind: "upper", squash: "none", rate: 1, limit: 2 });
    expect(valuesOver(piece, [controlled([9, 9], 0)], layout)[1]).toBe(2);
    const equal = lagrangeMultiplier({ kind: "equality", squash: "none", rate: 1, limit: 2 });
    expect(valuesOver(equal, [controlled([9, 9], 0)], layout)[1]).toBe(-2);
  });

  it("changes nothing without values, without a bound, or beyond what numbers can hold", () => {
    const piece = lagrangeMultiplier({ squash: "exp", rate: 1, kind: "upper" });
    for (const batch of [controlled([null, null], 1), controlled([1, 1], null), controlled([1e308, 1e308], -1e308)]) {
      expect(statesAfter(piece, [batch], layout)).toEqual([{ z: 0, velocity: 0 }]);
    }
    expect(statesAfter(piece, [controlled([1e308, 1e308], 0)], layout)).toEqual([{ z: 0, velocity: 0 }]);
  });

  it("measures the rollouts that `among` names", () => {
    const piece = lagrangeMultiplier({ kind: "upper", squash: "none", rate: 1 });
    expect(valuesOver(piece, [controlled([5, 1], 0, [0, 1])], layout)[1]).toBe(1);
  });

  it("brings a penalty to its target (220 §Mechanism: dual ascent on α)", () => {
    const piece = lagrangeMultiplier({ kind: "upper", squash: "exp", rate: 0.05 });
    let state = piece.adaptive?.init() ?? null;
    let penalty = 0;
    for (let step = 0; step < 3000; step++) {
      const alpha = piece.apply([], layout, { step, state }).values[0] as number;
      penalty = 10 / (1 + alpha);
      state = piece.adaptive?.step(state, controlled([penalty, penalty], 2), layout, step) ?? null;
    }
    expect(penalty).toBeCloseTo(2, 3);
    expect(Math.exp(zOf(state))).toBeCloseTo(4, 2);
  });

  it("knows its range", () => {
    const range = (options: Partial<LagrangeMultiplierOptions>) => lagrangeMultiplier(options).range([]);
    const none = Number.POSITIVE_INFINITY;
    expect(range({ squash: "sigmoid" })).toEqual({ min: 0, max: 1 });
    expect(range({ squash: "tanh" })).toEqual({ min: -1, max: 1 });
    for (const squash of ["none", "softplus", "exp"] as const) expect(range({ squash })).toEqual({ min: 0, max: none });
    expect(range({ squash: "none", kind: "equality" })).toEqual({ min: -none, max: none });
    expect(range({ squash: "none", limit: 3 })).toEqual({ min: 0, max: 3 });
    expect(range({ squash: "none", kind: "equality", limit: 3 })).toEqual({ min: -3, max: 3 });
    expect(range({ squash: "exp", limit: 1 })).toEqual({ min: Math.exp(-1), max: Math.E });
    expect(lagrangeMultiplier().trend(0, [])).toBe("unknown");
  });

  it("has the published numbers by default, and no bound", () => {
    expect(lagrangeMultiplier().options).toEqual({
      kind: "lower",
      squash: "sigmoid",
      rate: 0.1,
      momentum: 0,
      initial: 0,
      limit: null,
    });
    expect(lagrangeMultiplier().inputs).toEqual([
      { name: "of", level: "rollout" },
      { name: "bound", level: "batch" },
      { name: "among", level: "rollout", default: 1 },
    ]);
    expect(() => lagrangeMultiplier({ momentum: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`momentum\` of \`schedule/lagrange-multiplier@1\` to be valid, got 1: Too big: expected number to be <1.]`,
    );
  });

  for (const squash of SQUASHES) {
    for (const kind of ["lower", "upper", "equality"] as const) {
      const settings = { options: { kind, squash, momentum: 0.1 }, samples: 20, skip: [REMEMBERED] };
      for (const law of lawsOf(lagrangeMultiplier, settings)) it(`${law.name}, ${kind} ${squash}`, law.check);
    }
  }
});
