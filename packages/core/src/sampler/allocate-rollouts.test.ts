import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { type AllocationRules, allocateRollouts } from "./allocate-rollouts.ts";

const rules: AllocationRules = {
  perPrompt: 8,
  min: 2,
  minFailed: 2,
  minSolved: 2,
  max: 128,
  value: "mixed-gain",
  solver: "greedy",
  cost: "chance",
  chance: 0.9,
};
const split = (rates: readonly number[], changed: Partial<AllocationRules> = {}) => [
  ...allocateRollouts(Float64Array.from(rates), { ...rules, ...changed }),
];
const UNKNOWN = Number.NaN;

describe("allocateRollouts", () => {
  it("gives minima to the failed and the solved, and the rest to those between (019 §Mechanism 4)", () => {
    // 0.02: ln 0.1 / ln 0.98 = 114 rollouts could be used, more than the 18 there are.
    expect(split([0, 0.02, 1])).toEqual([2, 20, 2]);
  });

  it("gives a prompt nothing is known of its equal share (019 §Mechanism 1)", () => {
    expect(split([UNKNOWN, 0.02, 1])).toEqual([8, 14, 2]);
    expect(split([UNKNOWN, UNKNOWN])).toEqual([8, 8]);
  });

  it("gives what cannot be used to the failed, else to the solved (019 §Mechanism 5)", () => {
    // 0.5: ln 0.1 / ln 0.5 = 3.3, so 4 of the 18 beyond the minima are used.
    expect(split([0, 0.5, 1])).toEqual([16, 6, 2]);
  });

  it.each([
    ["no mixed prompt: all to the failed", [0, 1, 1], {}, [20, 2, 2]],
    ["all solved: the same for all", [1, 1, 1], {}, [8, 8, 8]],
    ["all failed: the same for all", [0, 0], {}, [8, 8]],
    ["all mixed: no fallback", [0.5, 0.5], {}, [8, 8]],
    ["excess to the solved", [0.5, 1], {}, [6, 10]],
    ["excess to the failed in turn", [0, 0, 0.5], { perPrompt: 5 }, [5, 4, 6]],
    ["the expected number as cost", [0, 0.5], { cost: "expected" }, [11, 5]],
    ["a chance of 0.99", [0, 0.5], { chance: 0.99 }, [7, 9]],
    ["a cap, and the rest evenly beyond it", [0.02, 0.03], { max: 4 }, [8, 8]],
    ["minima beyond the budget", [0, 0.5, 1], { perPrompt: 1 }, [1, 1, 1]],
    ["minima by kind beyond the budget", [0, 0.5, 1], { perPrompt: 2, minFailed: 0, min: 6 }, [0, 5, 1]],
    ["minima of 0", [0, 0.02, 1], { minFailed: 0, minSolved: 0 }, [0, 24, 0]],
    ["rates beside [0, 1]", [-3, 0.02, 7], {}, [2, 20, 2]],
    ["a rate next to 0", [5e-324, 1], {}, [14, 2]],
    ["no prompt", [], {}, []],
  ] as const)("takes %s", (_, rates, changed, expected) => {
    expect(split(rates, changed)).toEqual(expected);
  });

  it("always adds up to the budget, by either solver", () => {
    const key = streamKey(5, "allocate");
    for (let n = 0; n < 60; n++) {
      const rates = Array.from({ length: 1 + (n % 7) }, (_, i) => {
        const u = uniformAt(key, 10 * n + i);
        return u < 0.2 ? 0 : u > 0.8 ? 1 : u > 0.7 ? UNKNOWN : u;
      });
      const changed = { perPrompt: 1 + (n % 9), max: 2 + (n % 20), minFailed: n % 3 };
      for (const solver of ["greedy", "dynamic"] as const) {
        const parts = split(rates, { ...changed, solver });
        expect(parts.reduce((a, b) => a + b, 0)).toBe(changed.perPrompt * rates.length);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("prefers hard prompts with the gain and even ones without it (019 §Mechanism 2)", () => {
    const budget = { perPrompt: 6, chance: 0.999999 };
    const [hard, easy] = split([0.2, 0.8], budget) as [number, number];
    expect(hard).toBeGreaterThan(easy);
    expect(split([0.2, 0.8], { ...budget, value: "mixed" })).toEqual([6, 6]);
  });
});
