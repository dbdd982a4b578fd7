import { RewardError } from "../../error/reward-error.ts";
import { AGGREGATES } from "./aggregate.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CHOICES } from "./choice.ts";
import { COMPARISONS } from "./comparison.ts";
import { ELEMENTARY } from "./elementary.ts";
import type { FunctionSpec } from "./function-spec.ts";
import { LOGIC } from "./logic.ts";

/** Every operator and function of the language, with all that is known about it. */
export const FUNCTIONS: readonly FunctionSpec[] = [
  ...ARITHMETIC,
  ...COMPARISONS,
  ...LOGIC,
  ...AGGREGATES,
  ...ELEMENTARY,
  ...CHOICES,
];

const BY_NAME: ReadonlyMap<string, FunctionSpec> = new Map(FUNCTIONS.map((spec) => [spec.name, spec]));

/**
 * The row of the table for the `fn` of a call.
 *
 * @throws RewardError GUERDON_EXPRESSION for a call that no parser made
 */
export function functionSpec(fn: string): FunctionSpec {
  const spec = BY_NAME.get(fn);
  if (spec === undefined) {
    throw new RewardError("GUERDON_EXPRESSION", `Expected \`fn\` to name a function, got \`${fn}\`.`, {
      details: { got: fn },
    });
  }
  return spec;
}

/** The function called by that name, if there is one; operators are not. */
export function calledFunction(name: string): FunctionSpec | undefined {
  const spec = BY_NAME.get(name);
  return spec?.notation === undefined ? spec : undefined;
}
