import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { type Demand, dynamicExtra, greedyExtra, mixedWorth } from "./greedy-extra.ts";

function demandOf(rates: readonly number[], from = 2, most = 6): Demand {
  return {
    rates: Float64Array.from(rates),
    factors: Float64Array.from(rates, (p) => p * (1 - p) ** 2),
    from: new Int32Array(rates.length).fill(from),
    most,
  };
}

function worthOf({ rates, factors, from }: Demand, extra: Int32Array): number {
  return rates.reduce(
    (sum, rate, i) => sum + mixedWorth((from[i] as number) + (extra[i] as number), rate, factors[i] as number),
    0,
  );
}

/** The greatest worth of all ways to use the budget, tried one by one. */
function exhaustive(demand: Demand, budget: number, extra: number[] = []): number {
  const i = extra.length;
  if (i === demand.rates.length)
    return budget === 0 ? worthOf(demand, Int32Array.from(extra)) : Number.NEGATIVE_INFINITY;
  let best = Number.NEGATIVE_INFINITY;
  for (let k = 0; k <= Math.min(budget, demand.most - (demand.from[i] as number)); k++) {
    best = Math.max(best, exhaustive(demand, budget - k, [...extra, k]));
  }
  return best;
}

describe("mixedWorth", () => {
  it("is the chance of a mixed group times a factor (019 §Mechanism 2)", () => {
    expect(mixedWorth(2, 0.5, 1)).toBe(0.5);
    expect(mixedWorth(3, 0.5, 2)).toBe(1.5);
    expect(mixedWorth(1, 0.3, 1)).toBeCloseTo(0, 15);
  });
});

describe("greedyExtra and dynamicExtra", () => {
  it("find the best of all splits, on 40 random instances (019: V is concave in N)", () => {
    const key = streamKey(3, "extra rollouts");
    for (let n = 0; n < 40; n++) {
      const rates = Array.from({ length: 1 + (n % 4) }, (_, i) => 0.02 + 0.96 * uniformAt(key, 10 * n + i));
      const demand = demandOf(rates);
      const budget = Math.floor(uniformAt(key, 10 * n + 9) * (4 * rates.length + 1));
      const best = exhaustive(demand, budget);
      for (const solve of [greedyExtra, dynamicExtra]) {
        const extra = solve(demand, budget);
        expect(extra.reduce((a, b) => a + b, 0)).toBe(budget);
        expect(worthOf(demand, extra)).toBeCloseTo(best, 12);
      }
    }
  });

  it("agree on a larger instance", () => {
    const key = streamKey(4, "extra rollouts");
    const demand = demandOf(
      Array.from({ length: 40 }, (_, i) => 0.01 + 0.98 * uniformAt(key, i)),
      2,
      32,
    );
    const [greedy, dynamic] = [greedyExtra(demand, 300), dynamicExtra(demand, 300)];
    expect(worthOf(demand, greedy)).toBeCloseTo(worthOf(demand, dynamic), 12);
    expect(greedy.reduce((a, b) => a + b)).toBe(300);
  });

  it("prefer prompts with a rate near ⅓, and the earlier of equals", () => {
    expect([...greedyExtra(demandOf([0.9, 1 / 3, 0.05]), 2)]).toEqual([0, 2, 0]);
    expect([...greedyExtra(demandOf([0.4, 0.4, 0.4]), 2)]).toEqual([1, 1, 0]);
  });

  it.each([
    ["more than there is room for", [0.3, 0.6], 99, [4, 4]],
    ["nothing to hand out", [0.3, 0.6], 0, [0, 0]],
    ["no prompt", [], 5, []],
  ] as const)("take %s", (_, rates, budget, expected) => {
    expect([...greedyExtra(demandOf(rates), budget)]).toEqual(expected);
    expect([...dynamicExtra(demandOf(rates), budget)]).toEqual(expected);
  });

  it("hand nothing to a prompt that has the most", () => {
    expect([...greedyExtra(demandOf([0.3, 0.6], 6, 6), 3)]).toEqual([0, 0]);
  });
});
