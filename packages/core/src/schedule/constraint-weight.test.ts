import { describe, expect, it } from "vitest";
import { flatLayout, type Signal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type ConstraintWeightOptions, constraintWeight } from "./constraint-weight.ts";
import { REMEMBERED, sparse, statesAfter, valuesOver } from "./courses.test-support.ts";

const layout = flatLayout([2]);
const costs = (...means: readonly (number | null)[]): Signal[] => means.map((mean) => sparse("rollout", [mean, mean]));
const zOf = (state: unknown): readonly number[] => (state as { z: readonly number[] }).z;
const two = { bounds: [0.25, 0.5], kinds: ["upper", "lower"] as const };

describe("constraintWeight", () => {
  it("starts with equal weights that add up to 1", () => {
    const weights = [0, 1, 2].map((take) => valuesOver(constraintWeight({ ...two, take }), [costs(0, 0)], layout)[0]);
    for (const weight of weights) expect(weight).toBeCloseTo(1 / 3, 12);
  });

  it("descends Σ s·λ·(m − bound) through the softmax (053 §Mechanism, against difference quotients)", () => {
    const piece = constraintWeight({ ...two, optimiser: "sgd", rate: 0.1 });
    const [state] = statesAfter(piece, [costs(1, 0.125)], layout);
    const loss = (z: readonly number[]): number => {
      const powers = z.map(Math.exp);
      const sum = powers.reduce((total, power) => total + power, 0);
      return ((powers[1] as number) / sum) * -(1 - 0.25) + ((powers[2] as number) / sum) * (0.125 - 0.5);
    };
    const start = [0.02, 0.02, 0.02];
    start.forEach((at, k) => {
      const bumped = (by: number): number => loss(start.map((z, j) => (j === k ? z + by : z)));
      const slope = (bumped(1e-5) - bumped(-1e-5)) / 2e-5;
      expect(zOf(state)[k]).toBeCloseTo(at - 0.1 * slope, 8);
    });
  });

  it("takes Adam's steps (against the rule written out)", () => {
    const piece = constraintWeight({ bounds: [0], rate: 0.05 });
    const [first, second] = statesAfter(piece, [costs(1), costs(0.5)], layout);
    expect(zOf(first)[1]).toBeCloseTo(0.02 + 0.05, 6);
    const slopeAt = (z: readonly number[], excess: number): number => {
      const weight = 1 / (1 + Math.exp((z[0] as number) - (z[1] as number)));
      return -excess * weight * (1 - weight);
    };
    const [g1, g2] = [slopeAt([0.02, 0.02], 1), slopeAt(zOf(first), 0.5)];
    const m = (0.9 * 0.1 * g1 + 0.1 * g2) / (1 - 0.81);
    const v = (0.999 * 0.001 * g1 * g1 + 0.001 * g2 * g2) / (1 - 0.999 ** 2);
    expect(zOf(second)[1]).toBeCloseTo((zOf(first)[1] as number) - (0.05 * m) / (Math.sqrt(v) + 1e-8), 12);
  });

  it("raises the weight of a broken constraint and lowers that of a kept one", () => {
    const weights = [0, 1, 2].map(
      (take) =>
        valuesOver(constraintWeight({ ...two, take }), new Array(50).fill(costs(0.5, 0.75)), layout).at(-1) as number,
    ) as [number, number, number];
    expect(weights[1]).toBeGreaterThan(0.9);
    expect(weights[2]).toBeLessThan(0.05);
    expect(weights[0] + weights[1] + weights[2]).toBeCloseTo(1, 12);
  });

  it("never lets the main reward fall below the bootstrap constraint (053 §Mechanism)", () => {
    const batches = new Array(40).fill(costs(0, 0));
    const at = (options: Partial<ConstraintWeightOptions>): number =>
      valuesOver(constraintWeight({ ...two, ...options }), batches, layout).at(-1) as number;
    expect(at({ take: 2 })).toBeGreaterThan(at({ take: 0 }));
    expect(at({ take: 0, bootstrap: 2 })).toBe(at({ take: 2 }));
    expect(at({ take: 1, bootstrap: 2 })).toBe(at({ take: 1 }));
    expect(at({ take: 0, bootstrap: 1 })).toBe(Math.max(at({ take: 0 }), at({ take: 1 })));
  });

  it("skips a constraint without values, and everything when none has (053 §Pitfalls)", () => {
    const piece = constraintWeight({ ...two, optimiser: "sgd", rate: 1 });
    const [one] = statesAfter(piece, [costs(null, 0)], layout);
    expect(zOf(one)[1]).toBe(0.02);
    expect(zOf(one)[2]).toBeGreaterThan(0.02);
    const [none] = statesAfter(piece, [costs(null, null)], layout);
    expect(none).toEqual(piece.adaptive?.init());
    const [huge] = statesAfter(piece, [costs(1e308, 1e308)], layout);
    expect(zOf(huge).every(Number.isFinite)).toBe(true);
  });

  it("refuses lists of other lengths and constraints that do not exist", () => {
    expect(() => constraintWeight({ bounds: [1], kinds: [] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`kinds\` of \`schedule/constraint-weight@1\` to be valid, got []: needs one word, or one for each bound.]`,
    );
    expect(() => constraintWeight({ bounds: [1], take: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`take\` of \`schedule/constraint-weight@1\` to be valid, got 2: is beyond the last constraint, 1.]`,
    );
    expect(() => constraintWeight({ bounds: [1], bootstrap: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`bootstrap\` of \`schedule/constraint-weight@1\` to be valid, got 2: is beyond the last constraint, 1.]`,
    );
    const piece = constraintWeight(two);
    expect(() => piece.adaptive?.step(piece.adaptive.init(), costs(1), layout, 0)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`of\` to have 2 signals, one for each of \`bounds\`, got 1.]`,
    );
  });

  it("lies in [0, 1], and has the published start by default", () => {
    expect(constraintWeight(two).range([])).toEqual({ min: 0, max: 1 });
    expect(constraintWeight(two).trend(0, [])).toBe("unknown");
    expect(constraintWeight({ bounds: [1] }).options).toEqual({
      bounds: [1],
      kinds: "upper",
      take: 0,
      bootstrap: null,
      optimiser: "adam",
      rate: 0.05,
      initial: 0.02,
    });
  });

  for (const optimiser of ["adam", "sgd"] as const) {
    const settings = { options: { bounds: [0.1, 0.2, 0.3], bootstrap: 1, optimiser }, skip: [REMEMBERED] };
    for (const law of lawsOf(constraintWeight, settings)) it(`${law.name}, ${optimiser}`, law.check);
  }
});
