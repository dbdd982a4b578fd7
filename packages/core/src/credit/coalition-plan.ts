import { RewardError } from "../error/index.ts";

/**
 * Values many coalitions at once.
 *
 * @param masks - [N × units] 1 where a unit is in the coalition, one coalition after the other
 * @param coalitions - N
 * @returns [N] what each coalition is worth; finite numbers
 */
export type CoalitionValue = (masks: Uint8Array, coalitions: number) => ArrayLike<number>;

/** Which coalitions have to be valued, and what their values say about each unit. */
export interface CoalitionPlan {
  readonly units: number;
  /** How many coalitions there are. */
  readonly coalitions: number;
  /** [coalitions × units] 1 where a unit is in the coalition. */
  readonly masks: Uint8Array;
  /** Makes a value for each unit of one for each coalition. */
  combine(values: ArrayLike<number>): Float64Array;
}

/**
 * Values the coalitions of a plan, and combines them.
 *
 * @throws RewardError GUERDON_SHAPE when there is not one value for each coalition
 * @throws RewardError GUERDON_NON_FINITE when a value is no finite number
 */
export function runCoalitionPlan(plan: CoalitionPlan, value: CoalitionValue): Float64Array {
  const values = value(plan.masks, plan.coalitions);
  if (values.length !== plan.coalitions) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`value\` to give ${plan.coalitions} numbers, one for each coalition, got ${values.length}.`,
      { details: { expected: plan.coalitions, got: values.length } },
    );
  }
  for (let c = 0; c < values.length; c++) {
    if (Number.isFinite(values[c])) continue;
    throw new RewardError(
      "GUERDON_NON_FINITE",
      `Expected \`value\` to give finite numbers, got ${values[c]} for coalition ${c}.`,
      { hint: "Give a coalition that cannot be scored the value of one that can.", details: { coalition: c } },
    );
  }
  return plan.combine(values);
}

/** @throws RewardError GUERDON_OPTION when `units` is no whole number of 0 or more */
export function requireUnits(units: number): void {
  if (Number.isInteger(units) && units >= 0) return;
  throw new RewardError("GUERDON_OPTION", `Expected \`units\` to be an integer ≥ 0, got ${units}.`, {
    details: { got: String(units) },
  });
}
