import type { Signal } from "../signal/index.ts";

/** What is known of some neighbouring values. */
export interface Moments {
  /** How many are present. */
  count: number;
  mean: number;
  /** Sum of squared deviations from the mean. */
  squares: number;
  min: number;
  max: number;
}

/**
 * Measures the present values from `from` to `to` in two passes.
 *
 * Values that are all equal have exactly their own mean and exactly no deviation.
 */
export function momentsOf({ values, present }: Signal, from: number, to: number): Moments {
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const value = values[i] as number;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return { count, mean: 0, squares: 0, min: 0, max: 0 };
  if (min === max) return { count, mean: min, squares: 0, min, max };
  const mean = sum / count;
  let squares = 0;
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const difference = (values[i] as number) - mean;
    squares += difference * difference;
  }
  return { count, mean, squares, min, max };
}

/** √(squares / (count − freedom)); 0 where there are too few values for a deviation to exist. */
export function spread({ squares, count }: Moments, freedom: number): number {
  return count > freedom ? Math.sqrt(squares / (count - freedom)) : 0;
}
