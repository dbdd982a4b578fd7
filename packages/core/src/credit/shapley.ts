import { RewardError } from "../error/index.ts";
import { type CoalitionPlan, type CoalitionValue, requireUnits, runCoalitionPlan } from "./coalition-plan.ts";
import { exactPlan } from "./exact-plan.ts";
import { permutationPlan } from "./permutation-plan.ts";

export interface ShapleySettings {
  /** All coalitions, or those along random orders of the units; default: exact. */
  readonly method?: "exact" | "permutation";
  /** Random orders with `method: permutation`; default 8. */
  readonly permutations?: number;
  /** Follows each random order by its reverse, which cancels part of the noise; default on. */
  readonly antithetic?: boolean;
  /** Seed of the random orders; default 0. */
  readonly seed?: number;
  /** [n] block each unit belongs to, for Owen values: the units of a block come and go together. */
  readonly blocks?: ArrayLike<number>;
}

/**
 * Shares of n units in what they reach together, by Shapley; by Owen, where they come in blocks.
 *
 *   φ_i = Σ_{S ∌ i} |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))
 *
 * The mean, over all orders, of what unit i adds to the units before it. The shares add up to
 * v(all) − v(none), units that add the same get the same, a unit that adds nothing gets 0, and the
 * shares of a sum of values are the sums of the shares. With `blocks` only orders count in which
 * each block stays together.
 *
 * `permutation` averages over random orders: without bias, and each order alone adds up. The error
 * of a share has a standard deviation of at most w / (2 √permutations) without `antithetic`, w = the
 * width of what the unit can add.
 *
 * @param units - n, how many steps, spans or agents there are
 * @param value - asked once, for all coalitions
 * @shape → [n]
 * @unit reward → reward
 * @throws RewardError GUERDON_OPTION when exact values would need more than 2^20 coalitions, or a setting is out of range
 * @throws RewardError GUERDON_SHAPE when `value` or `blocks` has another length than asked for
 * @throws RewardError GUERDON_NON_FINITE when a value is no finite number
 * @paper 042 §Mechanism: Shapley values of spans; §Pieces: exact, permutation or Owen, 8 samples
 * @kind credit
 * @alias shapley
 *
 * ```ts doctest
 * import { shapley } from "@guerdon/core/credit";
 * const both = (masks: Uint8Array, n: number) => Array.from({ length: n }, (_, c) => masks[2 * c]! * masks[2 * c + 1]!);
 * [...shapley(2, both)] // => [0.5, 0.5]
 * ```
 */
export function shapley(units: number, value: CoalitionValue, settings: ShapleySettings = {}): Float64Array {
  return runCoalitionPlan(shapleyPlan(units, settings), value);
}

/**
 * The coalitions of `shapley`, for values that have to be waited for.
 *
 * @throws RewardError GUERDON_OPTION when exact values would need more than 2^20 coalitions, or a setting is out of range
 * @throws RewardError GUERDON_SHAPE when `blocks` has another length than asked for
 * @kind credit
 *
 * ```ts
 * const plan = shapleyPlan(3, { method: "permutation", seed: 7 });
 * const shares = plan.combine(await scoreAll(plan.masks, plan.coalitions));
 * ```
 */
export function shapleyPlan(units: number, settings: ShapleySettings = {}): CoalitionPlan {
  requireUnits(units);
  const blocks = blocksOf(units, settings.blocks);
  if (settings.method !== "permutation") return exactPlan(units, blocks);
  const { permutations = 8, antithetic = true, seed = 0 } = settings; // 042 §Pieces: samples = 8
  if (!Number.isInteger(permutations) || permutations < 1) {
    throw new RewardError("GUERDON_OPTION", `Expected \`permutations\` to be an integer ≥ 1, got ${permutations}.`, {
      details: { got: String(permutations) },
    });
  }
  return permutationPlan(units, blocks, { permutations, antithetic, seed });
}

/** The units of each block; one block of all where none are given. */
function blocksOf(units: number, given: ArrayLike<number> | undefined): readonly (readonly number[])[] {
  const all = Array.from({ length: units }, (_, i) => i);
  if (given === undefined) return units === 0 ? [] : [all];
  if (given.length !== units) {
    throw new RewardError("GUERDON_SHAPE", `Expected \`blocks\` to have ${units} numbers, got ${given.length}.`, {
      details: { expected: units, got: given.length },
    });
  }
  const names = [...new Set(Array.from(given))];
  return names.map((name) => all.filter((i) => given[i] === name));
}
