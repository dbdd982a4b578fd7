import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import type { CoalitionValue } from "./coalition-plan.ts";
import { type ShapleySettings, shapley, shapleyPlan } from "./shapley.ts";

/** v(S) looked up in a table by the bits of S. */
const valueBy =
  (units: number, value: (bits: number) => number): CoalitionValue =>
  (masks, coalitions) =>
    Array.from({ length: coalitions }, (_, c) => {
      let bits = 0;
      for (let i = 0; i < units; i++) bits += (masks[c * units + i] as number) << i;
      return value(bits);
    });
const table = (units: number, seed = 1): ((bits: number) => number) => {
  const key = streamKey(seed, "game");
  return (bits) => (bits === 0 && units === 0 ? 0 : uniformAt(key, bits));
};
const game = (units: number, seed = 1): CoalitionValue => valueBy(units, table(units, seed));
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** The mean gain over all orders, or those in which blocks stay together. */
function slow(units: number, value: (bits: number) => number, blocks?: readonly number[]): readonly number[] {
  const orders = ordersOf(Array.from({ length: units }, (_, i) => i)).filter(
    (order) => blocks === undefined || together(order.map((unit) => blocks[unit] as number)),
  );
  const shares = new Array<number>(units).fill(0);
  for (const order of orders) {
    let bits = 0;
    for (const unit of order) {
      shares[unit] = (shares[unit] as number) + (value(bits | (1 << unit)) - value(bits)) / orders.length;
      bits |= 1 << unit;
    }
  }
  return shares;
}

function ordersOf(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function together(names: readonly number[]): boolean {
  return names.filter((name, i) => i === 0 || names[i - 1] !== name).length === new Set(names).size;
}

describe("shapley", () => {
  it("shares a glove game (by hand: a left and two right gloves)", () => {
    const pairs = (bits: number) => Number((bits & 1) > 0 && (bits & 6) > 0);
    expect([...shapley(3, valueBy(3, pairs))]).toEqual([2 / 3, 1 / 6, 1 / 6].map((share) => expect.closeTo(share, 14)));
  });

  it.each([0, 1, 2, 3, 4, 5])("agrees with all orders of %i units written out", (units) => {
    expect([...shapley(units, game(units))]).toEqual(
      slow(units, table(units)).map((share) => expect.closeTo(share, 12)),
    );
  });

  it.each([
    ["blocks of 2, 1 and 2", [0, 1, 0, 2, 2]],
    ["one block (Shapley)", [4, 4, 4, 4, 4]],
    ["blocks of one (Shapley)", [9, 8, 7, 6, 5]],
  ])("gives Owen values with %s", (_, blocks) => {
    const expected = slow(5, table(5), blocks).map((share) => expect.closeTo(share, 12));
    expect([...shapley(5, game(5), { blocks })]).toEqual(expected);
    if (new Set(blocks).size !== 3) expect([...shapley(5, game(5))]).toEqual(expected);
  });

  const methods: readonly ShapleySettings[] = [
    {},
    { blocks: [0, 0, 1, 1, 1] },
    { method: "permutation", permutations: 3 },
    { method: "permutation", permutations: 3, antithetic: false, blocks: [0, 0, 1, 1, 1] },
  ];
  it.each(methods.map((settings) => [JSON.stringify(settings), settings] as const))(
    "is efficient and additive, gives a dummy nothing: %s",
    (_, settings) => {
      fc.assert(
        fc.property(fc.nat(1000), fc.nat(1000), (a, b) => {
          const [first, second] = [table(5, a), table(5, b)];
          const shares = shapley(5, valueBy(5, first), settings);
          expect(sum(shares)).toBeCloseTo(first(31) - first(0), 12);
          const other = shapley(5, valueBy(5, second), settings);
          const both = shapley(
            5,
            valueBy(5, (bits) => first(bits) + 2 * second(bits)),
            settings,
          );
          both.forEach((share, i) => {
            expect(share).toBeCloseTo((shares[i] as number) + 2 * (other[i] as number), 12);
          });
          const idle = shapley(
            5,
            valueBy(5, (bits) => first(bits & ~4)),
            settings,
          );
          expect(idle[2]).toBe(0);
        }),
        { numRuns: 50 },
      );
    },
  );

  it("gives units that add the same the same", () => {
    const bySize = valueBy(6, (bits) => [0, 1, 5, 5, 6, 9, 9][bits.toString(2).replaceAll("0", "").length] as number);
    expect([...shapley(6, bySize)]).toEqual(Array(6).fill(expect.closeTo(1.5, 12)));
  });

  it("estimates without bias: 4000 seeds of 2 orders within 5 standard errors", () => {
    const exact = shapley(4, game(4));
    for (const antithetic of [false, true]) {
      const draws = 4000;
      const mean = new Float64Array(4);
      for (let seed = 0; seed < draws; seed++) {
        const settings = { method: "permutation", permutations: 2, antithetic, seed } as const;
        shapley(4, game(4), settings).forEach((share, i) => {
          mean[i] = (mean[i] as number) + share / draws;
        });
      }
      // Values lie in [0, 1), so a gain has a width below 2: a standard deviation below 1 even for one order.
      mean.forEach((share, i) => {
        expect(Math.abs(share - (exact[i] as number))).toBeLessThan(5 / Math.sqrt(draws));
      });
    }
  });

  it("estimates Owen values without bias, and nears exact values with more orders", () => {
    const blocks = [0, 1, 0, 1];
    const settings = { method: "permutation", permutations: 20_000, seed: 3 } as const;
    const bound = 5 / Math.sqrt(20_000);
    const exact = [shapley(4, game(4)), shapley(4, game(4), { blocks })];
    const near = [shapley(4, game(4), settings), shapley(4, game(4), { ...settings, blocks })];
    exact.forEach((shares, k) => {
      shares.forEach((share, i) => {
        expect(Math.abs(share - (near[k]?.[i] as number))).toBeLessThan(bound);
      });
    });
    expect(Math.abs((exact[0]?.[0] as number) - (exact[1]?.[0] as number))).toBeGreaterThan(2 * bound);
  });

  it("cancels noise by reversed orders: exact for a game of pairs", () => {
    // v = Σ_{i<j} w_ij [i, j ∈ S]: a unit's gains in an order and in its reverse add up to Σ_j w_ij.
    const weights = table(4);
    const pairs = valueBy(4, (bits) => {
      let total = 0;
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < i; j++) if ((bits >> i) & (bits >> j) & 1) total += weights(4 * i + j);
      return total;
    });
    const two = { method: "permutation", permutations: 2, seed: 5 } as const;
    const exact = [...shapley(4, pairs)].map((share) => expect.closeTo(share, 12));
    expect([...shapley(4, pairs, two)]).toEqual(exact);
    expect([...shapley(4, pairs, { ...two, antithetic: false })]).not.toEqual(exact);
  });

  it("asks once, for each coalition once, and draws the same orders for the same seed", () => {
    const plan = shapleyPlan(12, { method: "permutation", permutations: 9, seed: 7 });
    const rows = Array.from({ length: plan.coalitions }, (_, c) => plan.masks.subarray(12 * c, 12 * c + 12).join(""));
    expect(new Set(rows).size).toBe(rows.length);
    expect([rows[0], rows.includes("1".repeat(12))]).toEqual(["0".repeat(12), true]);
    const again = shapleyPlan(12, { method: "permutation", permutations: 9, seed: 7 });
    expect(again.masks).toEqual(plan.masks);
    expect(shapleyPlan(12, { method: "permutation", permutations: 9, seed: 8 }).masks).not.toEqual(plan.masks);
    expect(shapleyPlan(12, { method: "permutation" }).coalitions).toBeLessThanOrEqual(8 * 11 + 2);
    expect(shapleyPlan(3).coalitions).toBe(8);
  });

  it("takes many units", () => {
    const count: CoalitionValue = (masks, coalitions) =>
      Array.from({ length: coalitions }, (_, c) => sum(masks.subarray(60 * c, 60 * c + 60)));
    const shares = shapley(60, count, { method: "permutation", permutations: 3 });
    expect([...shares]).toEqual(Array(60).fill(expect.closeTo(1, 12)));
    expect([...shapley(0, () => [4], { method: "permutation" })]).toEqual([]);
  });

  it("refuses what it cannot do", () => {
    expect(() => shapleyPlan(21)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`units\` to need at most 2^20 coalitions for exact values, got 2^21.]`,
    );
    expect(shapleyPlan(21, { blocks: Array.from({ length: 21 }, (_, i) => i % 7) }).units).toBe(21);
    expect(() => shapleyPlan(3, { blocks: [1, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`blocks\` to have 3 numbers, got 2.]`,
    );
    expect(() => shapleyPlan(3, { method: "permutation", permutations: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`permutations\` to be an integer ≥ 1, got 0.]`,
    );
    expect(() => shapley(2, () => [1])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`value\` to give 4 numbers, one for each coalition, got 1.]`,
    );
  });
});
