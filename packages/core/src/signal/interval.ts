/** All values from `min` to `max`, both included when finite; ±Infinity means no bound is known. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

export const UNBOUNDED: Interval = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
export const UNIT: Interval = { min: 0, max: 1 };

export function isBounded(interval: Interval): boolean {
  return Number.isFinite(interval.min) && Number.isFinite(interval.max);
}

/** The smallest interval that holds all of them; `UNBOUNDED` for none. */
export function hull(...intervals: readonly Interval[]): Interval {
  if (intervals.length === 0) return UNBOUNDED;
  return { min: Math.min(...intervals.map((i) => i.min)), max: Math.max(...intervals.map((i) => i.max)) };
}

/** `[0, 1]`, `(-∞, 3]`, `(-∞, ∞)`. */
export function formatInterval({ min, max }: Interval): string {
  return `${min === Number.NEGATIVE_INFINITY ? "(-∞" : `[${min}`}, ${max === Number.POSITIVE_INFINITY ? "∞)" : `${max}]`}`;
}
