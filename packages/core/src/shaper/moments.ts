import { isFull } from "../internal/is-full.ts";
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

/** Moments of no values, to be measured into. */
export function newMoments(): Moments {
  return { count: 0, mean: 0, squares: 0, min: 0, max: 0 };
}

/**
 * Measures the present values from `from` to `to` in two passes.
 *
 * Values that are all equal have exactly their own mean and exactly no deviation. With `into` no
 * object is made: loops over many spans use one again and again.
 */
export function momentsOf(
  { values, present }: Signal,
  from: number,
  to: number,
  into: Moments = newMoments(),
): Moments {
  if (to - from >= LONG && isFull(present.subarray(from, to))) return fullMomentsOf(values, from, to, into);
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
  into.count = count;
  into.min = count === 0 ? 0 : min;
  into.max = count === 0 ? 0 : max;
  into.mean = min < max ? sum / count : into.min;
  into.squares = min < max ? squaresAround(values, present, from, to, into.mean) : 0;
  return into;
}

/** From how many values on it is worth to see first whether all are present. */
const LONG = 64;

/** The same without holes: four sums at a time, which a processor adds up at once. */
function fullMomentsOf(values: Float64Array, from: number, to: number, into: Moments): Moments {
  const whole = from + ((to - from) & ~3);
  let min = values[from] as number;
  let max = min;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  for (let i = from; i < whole; i += 4) {
    a += values[i] as number;
    b += values[i + 1] as number;
    c += values[i + 2] as number;
    d += values[i + 3] as number;
  }
  for (let i = whole; i < to; i++) a += values[i] as number;
  const mean = min < max ? (a + b + (c + d)) / (to - from) : min;
  [a, b, c, d] = [0, 0, 0, 0];
  for (let i = from; i < whole && min < max; i += 4) {
    a += ((values[i] as number) - mean) ** 2;
    b += ((values[i + 1] as number) - mean) ** 2;
    c += ((values[i + 2] as number) - mean) ** 2;
    d += ((values[i + 3] as number) - mean) ** 2;
  }
  for (let i = whole; i < to; i++) a += ((values[i] as number) - mean) ** 2;
  into.count = to - from;
  into.mean = mean;
  into.squares = a + b + (c + d);
  into.min = min;
  into.max = max;
  return into;
}

function squaresAround(values: Float64Array, present: Uint8Array, from: number, to: number, mean: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) {
    if (present[i] === 0) continue;
    const difference = (values[i] as number) - mean;
    squares += difference * difference;
  }
  return squares;
}

/** √(squares / (count − freedom)); 0 where there are too few values for a deviation to exist. */
export function spread({ squares, count }: Moments, freedom: number): number {
  return count > freedom ? Math.sqrt(squares / (count - freedom)) : 0;
}
