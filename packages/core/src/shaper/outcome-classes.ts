import type { Signal } from "../signal/index.ts";

/** The classes of rollouts that length statistics are taken over. */
export const MISSING_CLASS = 0;
export const WRONG_CLASS = 1;
export const CORRECT_CLASS = 2;

/** [R] the class of each rollout: correct where `correct` is positive, missing where `present` is 0. */
export function outcomeClasses(correct: Signal, present: Uint8Array): Uint8Array {
  const classes = new Uint8Array(present.length);
  for (let i = 0; i < classes.length; i++) {
    if (present[i] === 1) classes[i] = (correct.values[i] as number) > 0 ? CORRECT_CLASS : WRONG_CLASS;
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

/** Measures the values from `from` to `to` whose class is `wanted`, in two passes. */
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
  let first = 0;
  let equal = true;
  for (let i = from; i < to; i++) {
    if (classes[i] !== wanted) continue;
    const value = values[i] as number;
    if (count === 0) first = value;
    else if (value !== first) equal = false;
    count++;
    sum += value;
  }
  const mean = equal ? first : sum / count;
  let squares = 0;
  for (let i = from; i < to && !equal; i++) {
    if (classes[i] === wanted) squares += ((values[i] as number) - mean) ** 2;
  }
  into.count = count;
  into.mean = mean;
  into.squares = squares;
}

/** √(squares / (count − freedom)), 0 where there are too few members; NaN where the squares overflow. */
export function classDeviation({ count, squares }: ClassStatistics, freedom: 0 | 1): number {
  if (count <= freedom) return 0;
  return squares === Number.POSITIVE_INFINITY ? Number.NaN : Math.sqrt(squares / (count - freedom));
}
