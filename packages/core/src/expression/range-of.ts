import type { Interval } from "../signal/interval.ts";
import { measure } from "./analyse/measure.ts";
import { makeScope, type Ranges } from "./analyse/scope.ts";
import type { Expression, Place } from "./expression.ts";
import type { Hazard } from "./function/function-spec.ts";

export interface RangeResult {
  /** Holds every value the expression can have, up to the rounding of `exp`, `log`, `tanh` and `^`. */
  readonly range: Interval;
  /** Calls whose value may not be finite, in the order of evaluation. */
  readonly hazards: readonly (Hazard & Place)[];
}

/**
 * The range of an expression and the places where it may not be finite, by interval arithmetic.
 *
 * Names are taken to move independently, but for `x - x` and its like and for what conditions say
 * about the names they compare: `gate(x > 0, log(x))` has no hazard. Sums and products overflow
 * only from bounded ranges: a name without bounds is not taken to be near the largest number.
 *
 * @param ranges - the range of every name; nothing is known of the others
 *
 * ```ts doctest
 * import { parseExpression, rangeOf } from "@guerdon/core/expression";
 * rangeOf(parseExpression("0.5 * a + gate(a > 0, 1)"), new Map([["a", { min: -1, max: 1 }]])) // => { range: { min: -0.5, max: 1.5 }, hazards: [] }
 * ```
 */
export function rangeOf(expression: Expression, ranges: Ranges): RangeResult {
  const hazards: (Hazard & Place)[] = [];
  const range = measure(expression, makeScope(ranges), (hazard) => hazards.push(hazard));
  return { range, hazards };
}
