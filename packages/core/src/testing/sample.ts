import {
  abstained,
  failed,
  flatLayout,
  type Interval,
  type Layout,
  type Missing,
  type Signal,
  SignalBuilder,
} from "../signal/index.ts";
import type { Draw } from "./draw.ts";

const REASONS: readonly Missing[] = [
  abstained("no tool call"),
  failed("candidate", "unreadable answer"),
  failed("judge", "timed out", true),
  failed("sandbox", "out of memory"),
];

/** Values no piece may turn into NaN or infinity without saying so. */
export const EXTREMES: readonly number[] = [1e308, -1e308, 1e-308, 5e-324, 0, -0, 1, -1, 1e16];

/** One to four groups of one to five rollouts. */
export function sampleLayout(draw: Draw, smallest = 1): Layout {
  return flatLayout(Array.from({ length: 1 + draw.integer(4) }, () => smallest + draw.integer(6 - smallest)));
}

/** A rollout signal with a share of missing values, each with a reason. */
export function sampleSignal(length: number, missingShare: number, draw: Draw, value: () => number): Signal {
  const builder = new SignalBuilder("rollout", length);
  for (let i = 0; i < length; i++) {
    if (draw.chance(missingShare)) builder.miss(i, draw.pick(REASONS));
    else builder.set(i, value());
  }
  return builder.build();
}

/** An interval inside another: sometimes all of it, sometimes one point. */
export function sampleRange(draw: Draw, within: Interval): Interval {
  if (draw.chance(0.3)) return within;
  const [a, b] = [draw.value(within), draw.value(within)];
  return { min: Math.min(a, b), max: Math.max(a, b) };
}
