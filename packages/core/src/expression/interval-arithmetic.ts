import { type Interval, UNBOUNDED } from "../signal/interval.ts";

export const TRUTH: Interval = { min: 0, max: 1 };
export const ALWAYS: Interval = { min: 1, max: 1 };
export const NEVER: Interval = { min: 0, max: 0 };

/** An interval of finite numbers: a bound that overflowed to the wrong side is the largest number. */
export function interval(min: number, max: number): Interval {
  return { min: Math.min(min, Number.MAX_VALUE), max: Math.max(max, -Number.MAX_VALUE) };
}

export function point(value: number): Interval {
  return { min: value, max: value };
}

export function width({ min, max }: Interval): number {
  return min === max ? 0 : max - min;
}

/** Largest absolute value in the interval. */
export function magnitude({ min, max }: Interval): number {
  return Math.max(Math.abs(min), Math.abs(max));
}

export function contains({ min, max }: Interval, value: number): boolean {
  return min <= value && value <= max;
}

/** The values in both; undefined when there are none. */
export function intersect(a: Interval, b: Interval): Interval | undefined {
  const min = Math.max(a.min, b.min);
  const max = Math.min(a.max, b.max);
  return min <= max ? { min, max } : undefined;
}

export function add(a: Interval, b: Interval): Interval {
  return interval(a.min + b.min, a.max + b.max);
}

export function negate({ min, max }: Interval): Interval {
  return { min: -max, max: -min };
}

export function multiply(a: Interval, b: Interval): Interval {
  const corners = [times(a.min, b.min), times(a.min, b.max), times(a.max, b.min), times(a.max, b.max)];
  return interval(Math.min(...corners), Math.max(...corners));
}

/** Quotients for the divisors that are not 0; a divisor that is always 0 leaves nothing to say. */
export function divide(a: Interval, b: Interval): Interval {
  if (contains(b, 0)) return divideNearZero(a, b);
  const corners = [quotient(a.min, b.min), quotient(a.min, b.max), quotient(a.max, b.min), quotient(a.max, b.max)];
  return interval(Math.min(...corners), Math.max(...corners));
}

function divideNearZero(a: Interval, b: Interval): Interval {
  if (b.min === 0 && b.max > 0) return aboveZero(a, b.max);
  if (b.max === 0 && b.min < 0) return aboveZero(negate(a), -b.min);
  return a.min === 0 && a.max === 0 ? NEVER : UNBOUNDED;
}

/** a / b for 0 < b <= most. */
function aboveZero(a: Interval, most: number): Interval {
  return interval(
    a.min < 0 ? Number.NEGATIVE_INFINITY : quotient(a.min, most),
    a.max > 0 ? Number.POSITIVE_INFINITY : quotient(a.max, most),
  );
}

/** Infinite bounds stand for finite values without bound, so 0 times one is 0. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

function quotient(a: number, b: number): number {
  return Number.isFinite(b) ? a / b : 0;
}

/** All x ^ y that are finite. */
export function power(x: Interval, y: Interval): Interval {
  if (y.min === y.max && Number.isInteger(y.min)) return integerPower(x, y.min);
  if (x.min < 0) return y.min === y.max && x.max >= 0 ? power({ min: 0, max: x.max }, y) : UNBOUNDED;
  const corners = [x.min ** y.min, x.min ** y.max, x.max ** y.min, x.max ** y.max];
  if (corners.some(Number.isNaN)) return interval(0, Number.POSITIVE_INFINITY);
  const pole = x.min === 0 && y.min < 0;
  return interval(pole && y.max > 0 ? 0 : Math.min(...corners), pole ? Number.POSITIVE_INFINITY : Math.max(...corners));
}

function integerPower(x: Interval, n: number): Interval {
  const ends = [x.min ** n, x.max ** n];
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  if (n === 0) return ALWAYS;
  if (n > 0) return n % 2 === 0 && x.min < 0 && x.max > 0 ? interval(0, high) : interval(low, high);
  if (!contains(x, 0)) return interval(low, high);
  if (n % 2 === 0) return interval(Math.min(Math.abs(x.min) ** n, Math.abs(x.max) ** n), Number.POSITIVE_INFINITY);
  return divide(ALWAYS, { min: x.min ** -n, max: x.max ** -n });
}

const WORD = new DataView(new ArrayBuffer(8));

/** The next larger number; the largest and infinities stay. */
export function nextUp(value: number): number {
  if (!Number.isFinite(value) || value === Number.MAX_VALUE) return value;
  if (value === 0) return Number.MIN_VALUE;
  WORD.setFloat64(0, value);
  WORD.setBigInt64(0, WORD.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return WORD.getFloat64(0);
}

export function nextDown(value: number): number {
  return -nextUp(-value);
}
