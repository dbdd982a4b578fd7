import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type CosineBudgetOptions, cosineBudget } from "./cosine-budget.ts";

const rollouts = (...values: readonly number[]) => fullSignal("rollout", values);
const worth = (of: number, budget: number, options: Partial<CosineBudgetOptions> = {}, correct = 1) =>
  cosineBudget(options).apply([rollouts(of), rollouts(budget), rollouts(correct)], flatLayout([1])).values[0] as number;

describe("cosineBudget", () => {
  it("has the paper's numbers unless told otherwise (137 §Mechanism)", () => {
    expect(worth(0, 512)).toBe(4 * Math.cos((Math.PI * 512) / 8192));
    expect(worth(2048, 512)).toBeCloseTo(4 * Math.SQRT1_2 - 1536 / 4096, 12);
    expect(worth(4096, 2560)).toBeCloseTo(-1536 / 4096, 12);
    expect(cosineBudget().options).toEqual({ context: 4096, beta: 4 });
  });

  it("is the smaller of the two branches of the released code, within and beyond the budget", () => {
    for (const budget of [0, 4, 8, 16, 20, 32]) {
      for (let length = 0; length <= 32; length++) {
        const flat = 4 * Math.cos((Math.PI * budget) / 64);
        const bent = 4 * Math.cos((Math.PI * length) / 64) - Math.abs(length - budget) / 32;
        const expected = length <= budget ? flat : Math.min(bent, flat);
        expect(worth(length, budget, { context: 32 })).toBeCloseTo(expected, 14);
      }
    }
  });

  it("pays short answers most under small budgets and long ones most under large ones (137)", () => {
    const options = { context: 32 };
    expect(worth(3, 4, options)).toBeGreaterThan(worth(3, 20, options));
    expect(worth(20, 20, options)).toBeGreaterThan(worth(20, 4, options));
  });

  it.each([
    ["a wrong answer", 3, 4, 0, 0],
    ["a negative outcome", 3, 4, -1, 0],
    ["an answer longer than the context", 33, 4, 1, 0],
    ["an answer as long as the context", 32, 32, 1, 4 * Math.cos(Math.PI / 2)],
    ["a budget below 0", 0, -5, 1, 4],
    ["a budget beyond the context", 3, 99, 1, 4 * Math.cos(Math.PI / 2)],
    ["huge lengths", 1e308, 1e308, 1, 0],
  ])("takes %s", (_, of, budget, correct, expected) => {
    expect(worth(of, budget, { context: 32 }, correct)).toBe(expected);
  });

  it("charges what alpha says beyond the budget", () => {
    expect(worth(8, 4, { context: 16, alpha: 0.5, beta: 2 })).toBeCloseTo(2 * Math.SQRT1_2 - 2, 14);
  });

  it("is missing where an input is", () => {
    const correct = new SignalBuilder("rollout", 1);
    correct.abstain(0, "no verdict");
    const out = cosineBudget().apply([rollouts(3), rollouts(4), correct.build()], flatLayout([1]));
    expect(outcomeAt(out, 0)).toEqual(abstained("no verdict"));
  });

  const at = (value: number) => ({ min: value, max: value });
  const span = (min: number, max: number) => ({ min, max });
  const right = at(1);
  it.each([
    [span(0, 32), at(4), at(0), 0, 0, ["constant", "constant", "constant"]],
    [span(33, 40), at(4), right, 0, 0, ["constant", "constant", "constant"]],
    [span(0, 32), at(0), right, -1, 4, ["decreasing", "increasing", "constant"]],
    [span(0, 40), at(0), right, -1, 4, ["unknown", "increasing", "constant"]],
    [
      span(0, 16),
      span(16, 20),
      right,
      4 * Math.cos((20 * Math.PI) / 64),
      4 * Math.SQRT1_2,
      ["decreasing", "decreasing", "constant"],
    ],
    [span(0, 16), at(16), span(0, 1), 0, 4 * Math.SQRT1_2, ["decreasing", "decreasing", "increasing"]],
    [span(0, 32), at(0), span(0, 1), -1, 4, ["decreasing", "increasing", "unknown"]],
    [span(0, 16), span(0, 16), right, 4 * Math.SQRT1_2 - 0.5, 4, ["decreasing", "unknown", "constant"]],
  ] as const)("knows range and trends for %j, %j, %j", (of, budget, correct, min, max, trends) => {
    const piece = cosineBudget({ context: 32 });
    const ranges = [of, budget, correct];
    expect(piece.range(ranges).min).toBeCloseTo(min, 14);
    expect(piece.range(ranges).max).toBeCloseTo(max, 14);
    expect(ranges.map((_, k) => piece.trend(k, ranges))).toEqual(trends);
  });

  const inputRanges = [span(-2, 40), span(-2, 34), span(-1, 1)];
  for (const law of lawsOf(cosineBudget, { options: { context: 32 }, inputRanges })) it(law.name, law.check);
  for (const law of lawsOf(cosineBudget, { options: { context: 32, alpha: 0, beta: 1 }, inputRanges }))
    it(`${law.name}, without a charge`, law.check);
});
