import { describe, expect, it } from "vitest";
import { type BudgetSplitOptions, budgetSplit } from "./budget-split.ts";

const split = (change: Partial<BudgetSplitOptions>) =>
  Object.values(budgetSplit({ total: 1000, demonstrationCost: 10, episodeCost: 1, share: 0.6, ...change }));

describe("budgetSplit", () => {
  it("pays 60 demonstrations and 400 episodes of 1000 units (109 §What it claims)", () => {
    expect(split({})).toEqual([60, 400]);
  });

  it.each([
    ["nothing", { total: 0 }, [0, 0]],
    ["episodes alone", { share: 0 }, [0, 1000]],
    ["demonstrations alone", { share: 1 }, [100, 0]],
    ["episodes with what demonstrations leave", { share: 0.599 }, [59, 410]],
    ["whole episodes", { episodeCost: 3 }, [60, 133]],
    ["shares that rounding makes smaller", { total: 3, demonstrationCost: 0.1, share: 0.1 }, [3, 2]],
  ])("pays for %s", (_, change, expected) => {
    expect(split(change)).toEqual(expected);
  });

  it.each([
    { total: -1 },
    { demonstrationCost: 0 },
    { episodeCost: 0 },
    { share: -0.1 },
    { share: 1.1 },
    { total: Number.NaN },
  ])("refuses %j", (change) => {
    const given = { total: 1000, demonstrationCost: 10, episodeCost: 1, share: 0.6, ...change };
    expect(() => budgetSplit(given)).toThrow(
      `Expected a total of at least 0, positive costs and a share in [0, 1], got ${JSON.stringify(given)}.`,
    );
  });
});
