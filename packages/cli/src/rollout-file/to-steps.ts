import type { Json, Step } from "@guerdon/core/signal";
import { wrongField } from "./wrong-field.ts";

/**
 * Reads the `steps` of a row.
 *
 * @throws RewardError GUERDON_ROLLOUT when it is not a list of steps
 */
export function toSteps(value: Json, row: number): readonly Step[] {
  if (!Array.isArray(value)) throw wrongField(row, "steps", "a list of steps", value);
  (value as readonly Json[]).forEach((step, index) => {
    if (typeof step !== "object" || step === null || Array.isArray(step)) {
      throw wrongField(row, `steps[${index}]`, "an object", step);
    }
    const { reward } = step as { reward?: Json };
    if (reward !== undefined && !Number.isFinite(reward)) {
      throw wrongField(row, `steps[${index}].reward`, "a finite number", reward);
    }
  });
  return value as readonly Step[];
}
