import type { Adaptive, Moment } from "../piece/index.ts";
import {
  abstained,
  failed,
  flatLayout,
  type Interval,
  type Json,
  type Layout,
  type Level,
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

/** One to four named groups of one to five rollouts, each of no to four steps of no to three tokens. */
export function sampleLayout(draw: Draw, smallest = 1): Layout {
  const sizes = Array.from({ length: 1 + draw.integer(4) }, () => smallest + draw.integer(6 - smallest));
  const flat = flatLayout(sizes);
  const { stepOffsets, tokenOffsets } = flat;
  const stepOfToken: number[] = [];
  for (let r = 0; r < flat.groupOf.length; r++) {
    const first = stepOffsets[r] as number;
    const steps = draw.integer(5);
    stepOffsets[r + 1] = first + steps;
    for (let s = 0; s < steps; s++) stepOfToken.push(...new Array<number>(draw.integer(4)).fill(first + s));
    if (draw.chance(0.2)) stepOfToken.push(-1);
    tokenOffsets[r + 1] = stepOfToken.length;
  }
  return { ...flat, stepOfToken: Int32Array.from(stepOfToken), groupKeys: sizes.map((_, g) => `prompt ${g}`) };
}

/** A signal with a share of missing values, each with a reason. */
export function sampleSignal(
  level: Level,
  length: number,
  missingShare: number,
  draw: Draw,
  value: () => number,
): Signal {
  const builder = new SignalBuilder(level, length);
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

/** A training step with the state an adaptive piece has after none to three steps before it. */
export function momentAfter(
  draw: Draw,
  adaptive: Adaptive | undefined,
  stepped: (state: Json, step: number) => Json | undefined,
): Moment {
  const first = draw.integer(500);
  if (adaptive === undefined || draw.chance(0.25)) return { step: first };
  let state: Json = adaptive.init();
  const steps = 1 + draw.integer(3);
  for (let n = 0; n < steps; n++) state = stepped(state, first + n) as Json;
  return { step: first + steps, state };
}
