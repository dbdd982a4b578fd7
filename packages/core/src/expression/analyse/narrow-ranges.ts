import type { Interval } from "../../signal/interval.ts";
import type { Expression } from "../expression.ts";
import type { Comparison } from "../function/function-spec.ts";
import { functionSpec } from "../function/functions.ts";
import { type Ranges, rangeOfName } from "./scope.ts";

const ZERO: Expression = { kind: "number", value: 0, at: 0, end: 0 };

/**
 * Narrows the ranges of the names that a condition compares to where it holds, or where it does not.
 *
 * @param rangeOf - the range of an operand before narrowing
 * @returns undefined when there is no such place
 */
export function narrowRanges(
  condition: Expression,
  holds: boolean,
  ranges: Ranges,
  rangeOf: (operand: Expression) => Interval,
): Ranges | undefined {
  if (condition.kind === "number") return ranges;
  const { connects, comparison } = condition.kind === "name" ? {} : functionSpec(condition.fn);
  const args = condition.kind === "name" ? [condition] : condition.args;
  const [a, b = ZERO] = args as readonly [Expression, Expression?];
  if (condition.kind === "name" || comparison !== undefined) {
    const fn = condition.kind === "name" ? ">" : condition.fn;
    return compared(holds ? fn : comparisonOf(fn).negated, a, b, ranges, rangeOf);
  }
  if (connects === undefined || (connects !== "none" && (connects === "all") !== holds)) return ranges;
  let narrowed: Ranges | undefined = ranges;
  for (const arg of args) {
    narrowed = narrowed && narrowRanges(arg, connects === "none" ? !holds : holds, narrowed, rangeOf);
  }
  return narrowed;
}

function compared(
  fn: string,
  a: Expression,
  b: Expression,
  ranges: Ranges,
  rangeOf: (operand: Expression) => Interval,
): Ranges | undefined {
  const [left, right] = [a, b].map((x) => (x.kind === "name" ? rangeOfName(x.name, ranges) : rangeOf(x)));
  const comparison = comparisonOf(fn);
  const ofLeft = comparison.narrow(left as Interval, right as Interval);
  const ofRight = comparisonOf(comparison.swapped).narrow(right as Interval, left as Interval);
  if (ofLeft === undefined || ofRight === undefined) return undefined;
  const narrowed = new Map(ranges);
  if (a.kind === "name") narrowed.set(a.name, ofLeft);
  if (b.kind === "name") narrowed.set(b.name, ofRight);
  return narrowed;
}

function comparisonOf(fn: string): Comparison {
  return functionSpec(fn).comparison as Comparison;
}
