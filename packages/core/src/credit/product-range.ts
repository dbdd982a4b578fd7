import type { Interval } from "../signal/index.ts";

/** Hull of x·y for x and y in two intervals; 0 times anything is 0. */
export function productRange(x: Interval, y: Interval): Interval {
  const corners = [times(x.min, y.min), times(x.min, y.max), times(x.max, y.min), times(x.max, y.max)];
  return { min: Math.min(...corners), max: Math.max(...corners) };
}

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}
