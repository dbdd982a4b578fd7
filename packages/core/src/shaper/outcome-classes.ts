import type { Signal } from "../signal/index.ts";

/** The classes of rollouts that length statistics are taken over. */
export const MISSING_CLASS = 0;
export const WRONG_CLASS = 1;
export const CORRECT_CLASS = 2;

/** [R] the class of each rollout: correct where `correct` is positive, missing where `present` is 0. */
export function outcomeClasses(correct: Signal, present: Uint8Array): Uint8Array {
  const classes = new Uint8Array(present.length);
  for (let i = 0; i < classes.length; i++) {
    classes[i] = (present[i] as number) * (WRONG_CLASS + +((correct.values[i] as number) > 0));
  }
  return classes;
}

/** Mean and spread of some members of one class. One object is used again and again. */
export interface ClassStatistics {
  count: number;
  mean: number;
  /** Sum of squared deviations from the mean; exactly 0 when all are equal. */
  squares: number;
}

export function newClassStatistics(): ClassStatistics {
  return { count: 0, mean: 0, squares: 0 };
}

/**
 * Measures the values from `from` to `to` whose class is `wanted`, in two passes.
 *
 * Classes follow no pattern, so a factor of 0 or 1 is faster than a branch. Only where rounding
 * could hide that all values are equal, or a product overflowed, the members are looked at one by one.
 */
export function measureClass(
  values: Float64Array,
  classes: Uint8Array,
  wanted: number,
  from: number,
  to: number,
  into: ClassStatistics,
): void {
  let count = 0;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const isMember = +(classes[i] === wanted);
    count += isMember;
    sum += isMember * (values[i] as number);
  }
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const distance = (values[i] as number) - mean;
    squares += +(classes[i] === wanted) * distance * distance;
  }
  into.count = count;
  into.mean = mean;
  into.squares = squares;
  if (!(squares > count * mean * mean * 1e-24 && squares < Number.POSITIVE_INFINITY)) {
    measureExactly(values, classes, wanted, from, to, into);
  }
}

/** The same where all values may be equal, or values of other classes overflow. */
function measureExactly(
  values: Float64Array,
  classes: Uint8Array,
  wanted: number,
  from: number,
  to: number,
  into: ClassStatistics,
): void {
  let first = Number.NaN;
  let equal = true;
  let sum = 0;
  for (let i = from; i < to; i++) {
    if (classes[i] !== wanted) continue;
    const value = values[i] as number;
    if (Number.isNaN(first)) first = value;
    else if (value !== first) equal = false;
    sum += value;
  }
  into.mean = into.count === 0 ? 0 : equal ? first : sum / into.count;
  into.squares = 0;
  for (let i = from; i < to && !equal; i++) {
    if (classes[i] === wanted) into.squares += ((values[i] as number) - into.mean) ** 2;
  }
}

/** √(squares / (count − freedom)), 0 where there are too few members; NaN where the squares overflow. */
export function classDeviation({ count, squares }: ClassStatistics, freedom: 0 | 1): number {
  if (count <= freedom) return 0;
  return squares === Number.POSITIVE_INFINITY ? Number.NaN : Math.sqrt(squares / (count - freedom));
}
