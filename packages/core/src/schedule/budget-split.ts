import { RewardError } from "../error/index.ts";

export interface BudgetSplitOptions {
  /** What there is to spend. */
  readonly total: number;
  /** What one demonstration costs. */
  readonly demonstrationCost: number;
  /** What one episode costs. */
  readonly episodeCost: number;
  /** Part of the total that goes into demonstrations. */
  readonly share: number;
}

/** Whole demonstrations and episodes that a budget pays for. */
export interface BudgetSplit {
  readonly demonstrations: number;
  readonly episodes: number;
}

/**
 * Splits a budget between demonstrations and episodes of reinforcement learning.
 *
 *   demonstrations = floor(share·total / cost of one);  episodes = floor(what is left / cost of one)
 *
 * @unit budget → counts
 * @throws RewardError GUERDON_OPTION when a cost is not positive, the total negative or the share outside [0, 1]
 * @paper 109 §What it claims (60 demonstrations at 10 and 400 episodes at 1 are the best of 1000)
 * @kind schedule
 * @alias budgetSplit = "budgetSplit({ total: 1000, demonstrationCost: 10, episodeCost: 1, share: 0.6 })"
 *
 * ```ts doctest
 * import { budgetSplit } from "@guerdon/core/schedule";
 * budgetSplit({ total: 1000, demonstrationCost: 10, episodeCost: 1, share: 0.6 }) // => { demonstrations: 60, episodes: 400 }
 * ```
 */
export function budgetSplit(options: BudgetSplitOptions): BudgetSplit {
  const { total, demonstrationCost, episodeCost, share } = options;
  if (!(total >= 0 && demonstrationCost > 0 && episodeCost > 0 && share >= 0 && share <= 1)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected a total of at least 0, positive costs and a share in [0, 1], got ${JSON.stringify(options)}.`,
      { details: { got: JSON.stringify(options) } },
    );
  }
  const demonstrations = countIn(share * total, demonstrationCost);
  return { demonstrations, episodes: countIn(total - demonstrations * demonstrationCost, episodeCost) };
}

/** How often a cost goes into an amount, a rounding error of the amount forgiven. */
function countIn(amount: number, cost: number): number {
  return Math.floor((amount / cost) * (1 + 1e-12));
}
