import { describe, expect, it } from "vitest";
import { noiseLevels } from "./noise-levels.ts";

describe("noiseLevels", () => {
  it("falls from η_max by half a cosine towards η_min (128 §Mechanism)", () => {
    const levels = noiseLevels(16);
    levels.forEach((level, i) => {
      expect(level).toBeCloseTo(0.05 + 0.5 * 0.95 * (1 + Math.cos((Math.PI * i) / 16)), 12);
    });
  });

  it("rises late, stays, or is on in the last steps alone", () => {
    expect([...noiseLevels(5, { shape: "late" })]).toEqual([...noiseLevels(5)].reverse());
    expect([...noiseLevels(3, { shape: "constant", max: 0.5 })]).toEqual([0.5, 0.5, 0.5]);
    expect([...noiseLevels(4, { shape: "last", last: 2 })]).toEqual([0, 0, 1, 1]);
    expect([...noiseLevels(3, { shape: "last" })]).toEqual([0, 0, 1]);
  });

  it.each(["cosine", "constant", "late", "last"] as const)(
    "spends the budget exactly with %s (128 §Pitfalls)",
    (shape) => {
      const levels = noiseLevels(16, { shape, budget: 0.15 });
      expect(levels.reduce((sum, level) => sum + level * level, 0) / 16).toBeCloseTo(0.15, 12);
    },
  );

  it("stays without noise when there is none to scale", () => {
    expect([...noiseLevels(2, { shape: "constant", max: 0, budget: 1 })]).toEqual([0, 0]);
  });

  it("refuses steps that are no positive whole number", () => {
    expect(() => noiseLevels(0)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`steps\` to be a positive whole number, got 0.]`,
    );
    expect(() => noiseLevels(1.5)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`steps\` to be a positive whole number, got 1.5.]`,
    );
    expect(noiseLevels(1, { max: 0.5 })[0]).toBe(0.5);
  });
});
