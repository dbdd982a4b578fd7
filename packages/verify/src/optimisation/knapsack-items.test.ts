import { lawsOf } from "@guerdon/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { knapsackBest } from "./knapsack-best.ts";
import { knapsackItems } from "./knapsack-items.ts";
import { knapsackValue } from "./knapsack-value.ts";

const ITEMS = { values: [3, 4, 5], weights: [2, 3, 4], capacity: 6 };

describe("knapsackBest", () => {
  it("is the best of all selections (twin: tries each)", () => {
    const item = fc.record({ value: fc.nat(20), weight: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), fc.nat(25), (list, capacity) => {
        const items = { values: list.map(({ value }) => value), weights: list.map(({ weight }) => weight), capacity };
        let best = 0;
        for (let set = 0; set < 1 << list.length; set++) {
          const value = knapsackValue(
            [...list.keys()].filter((i) => (set >> i) & 1),
            items,
          );
          if (typeof value === "number") best = Math.max(best, value);
        }
        expect(knapsackBest(items)).toBe(best);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("says why there is none", () => {
    expect(knapsackBest({ values: [1], weights: [0.5], capacity: 1 })).toEqual({
      why: "the weights are no whole numbers",
    });
    expect(knapsackBest({ values: [1], weights: [1], capacity: 1e9 })).toEqual({
      why: "items × capacity is above 50000000",
    });
  });
});

describe("knapsackItems", () => {
  it("compares with the best there is (by hand: 8 of items 0 and 2)", async () => {
    const text = ["[0, 2]", "I take [1, 0].\n```json\n[0, 1]\n```", "[1, 2]", "[0, 0]", "[3]", "none", "[]"];
    const rows = await scoreRows(knapsackItems(), { text, instance: text.map(() => ITEMS) });
    expect(rows).toEqual([
      [1, "value 8 of 8"],
      [7 / 8, "value 7 of 8"],
      [0, "the selection weighs 7 of 6"],
      [0, "item 0 is taken twice"],
      [0, "3 is no item"],
      [0, "no list of items is stated"],
      [0, "value 0 of 8"],
    ]);
  });

  it("takes the best that is given, blames the task for what cannot be scored", async () => {
    const columns = {
      text: ["[0, 2]", "[0]", "[0]", "[0]"],
      instance: [
        ITEMS,
        { ...ITEMS, weights: [0.5, 1, 1] },
        { ...ITEMS, weights: [1] },
        { values: [], weights: [], capacity: 0 },
      ],
      best: [16, null, 1, null],
    };
    expect(await scoreValues(knapsackItems(), columns)).toEqual([0.5, "task", "task", 0]);
    expect(await scoreValues(knapsackItems({ measure: "feasible" }), columns)).toEqual([1, 1, "task", 0]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(knapsackItems(), { instance: [ITEMS] });
    expect(ms, name).toBeLessThan(500);
  });

  const columns = { text: ["[0]", "", "[9]"], instance: [ITEMS, ITEMS, {}], best: [undefined, 8, 1] };
  for (const law of lawsOf(knapsackItems, { columns })) it(law.name, law.check);
});
