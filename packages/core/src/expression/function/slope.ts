import type { Trend } from "../../piece/piece.ts";
import type { Interval } from "../../signal/interval.ts";

export const UP: Trend = "increasing";
export const DOWN: Trend = "decreasing";
export const FLAT: Trend = "constant";
export const UNKNOWN: Trend = "unknown";

/** The trend of k · x in x for k anywhere in the interval. */
export function slopeOf({ min, max }: Interval): Trend {
  if (min === 0 && max === 0) return FLAT;
  if (min >= 0) return UP;
  return max <= 0 ? DOWN : UNKNOWN;
}

export function opposite(trend: Trend): Trend {
  if (trend === UP) return DOWN;
  return trend === DOWN ? UP : trend;
}

/** The trend of f(g(x)) from the trend of f and that of g. */
export function chain(outer: Trend, inner: Trend): Trend {
  if (outer === FLAT || inner === FLAT) return FLAT;
  if (outer === UNKNOWN || inner === UNKNOWN) return UNKNOWN;
  return outer === UP ? inner : opposite(inner);
}

/** The trend of something that moves in both ways at once. */
export function both(a: Trend, b: Trend): Trend {
  if (a === FLAT) return b;
  return b === FLAT || a === b ? a : UNKNOWN;
}
