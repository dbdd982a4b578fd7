import type { LtlFormula, Window } from "./parse-ltl.ts";

const FALSE = Number.NEGATIVE_INFINITY;
const TRUE = Number.POSITIVE_INFINITY;

/**
 * The robustness of a formula at each step of a finite trace: how far it is from changing its truth.
 *
 * −∞ and ∞ stand for what no step can decide, such as `next` at the last one.
 *
 * @param predicates - values of each predicate at the steps; above 0 is true
 */
export function traceRobustness(
  formula: LtlFormula,
  predicates: readonly Float64Array[],
  from: number,
  to: number,
): Float64Array {
  const of = (part: LtlFormula): Float64Array => traceRobustness(part, predicates, from, to);
  switch (formula.op) {
    case "predicate":
      return (predicates[formula.index] as Float64Array).slice(from, to);
    case "not":
      return negated(of(formula.of));
    case "and":
      return joined(of(formula.left), of(formula.right), Math.min);
    case "or":
      return joined(of(formula.left), of(formula.right), Math.max);
    case "next":
      return shifted(of(formula.of));
    case "eventually":
      return within(of(formula.of), formula.window);
    case "always":
      return negated(within(negated(of(formula.of)), formula.window));
    case "until":
      return untilWithin(of(formula.left), of(formula.right), formula.window);
    case "release":
      return negated(untilWithin(negated(of(formula.left)), negated(of(formula.right)), formula.window));
  }
}

function negated(values: Float64Array): Float64Array {
  for (let t = 0; t < values.length; t++) values[t] = -(values[t] as number);
  return values;
}

function joined(left: Float64Array, right: Float64Array, join: (a: number, b: number) => number): Float64Array {
  for (let t = 0; t < left.length; t++) left[t] = join(left[t] as number, right[t] as number);
  return left;
}

function shifted(values: Float64Array): Float64Array {
  values.copyWithin(0, 1);
  if (values.length > 0) values[values.length - 1] = FALSE;
  return values;
}

/** The greatest value in the window after each step. */
function within(values: Float64Array, window: Window): Float64Array {
  return untilWithin(new Float64Array(values.length).fill(TRUE), values, window);
}

/** max over t' in the window of min( right(t'), least left before t' ). */
function untilWithin(left: Float64Array, right: Float64Array, [first, last]: Window): Float64Array {
  const { length } = left;
  const out = new Float64Array(length);
  if (first === 0 && last >= length - 1) {
    let later = FALSE;
    for (let t = length - 1; t >= 0; t--) {
      later = Math.max(right[t] as number, Math.min(left[t] as number, later));
      out[t] = later;
    }
    return out;
  }
  for (let t = 0; t < length; t++) {
    let [best, held] = [FALSE, TRUE];
    for (let at = t; at < length && at <= t + last; at++) {
      if (at >= t + first) best = Math.max(best, Math.min(right[at] as number, held));
      held = Math.min(held, left[at] as number);
    }
    out[t] = best;
  }
  return out;
}
