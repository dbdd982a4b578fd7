import { type CoalitionPlan, type CoalitionValue, requireUnits, runCoalitionPlan } from "./coalition-plan.ts";

/**
 * What is lost without each unit: v(all) − v(all but i).
 *
 * Exact for a sum of units; where units stand in for each other each of them gets nothing, and where
 * they need each other each gets all, so the values need not add up. The sensitivity to a step is
 * the size of this.
 *
 * @param units - n, how many steps, spans or agents there are
 * @param value - asked once, for n + 1 coalitions
 * @shape → [n]
 * @unit reward → reward
 * @throws RewardError GUERDON_OPTION when `units` is no whole number of 0 or more
 * @throws RewardError GUERDON_SHAPE when `value` does not give one number for each coalition
 * @throws RewardError GUERDON_NON_FINITE when a value is no finite number
 * @paper 008 §Mechanism 5: change of the predicted return when a step is left out
 * @paper 087 §Mechanism: D_i = G(z) − G(z_{−i})
 * @kind credit
 * @alias leaveOneOut
 *
 * ```ts doctest
 * import { leaveOneOut } from "@guerdon/core/credit";
 * const both = (masks: Uint8Array, n: number) => Array.from({ length: n }, (_, c) => masks[2 * c]! * masks[2 * c + 1]!);
 * [...leaveOneOut(2, both)] // => [1, 1]
 * ```
 */
export function leaveOneOut(units: number, value: CoalitionValue): Float64Array {
  return runCoalitionPlan(leaveOneOutPlan(units), value);
}

/**
 * The coalitions of `leaveOneOut`, for values that have to be waited for: all units, then all but each.
 *
 * @throws RewardError GUERDON_OPTION when `units` is no whole number of 0 or more
 * @kind credit
 */
export function leaveOneOutPlan(units: number): CoalitionPlan {
  requireUnits(units);
  const masks = new Uint8Array((units + 1) * units).fill(1);
  for (let i = 0; i < units; i++) masks[(i + 1) * units + i] = 0;
  return {
    units,
    coalitions: units + 1,
    masks,
    combine: (values) =>
      Float64Array.from({ length: units }, (_, i) => (values[0] as number) - (values[i + 1] as number)),
  };
}
