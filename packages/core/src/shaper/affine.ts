import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

export interface AffineOptions {
  /** What values are multiplied by. */
  readonly scale: number;
  /** What is added after that. */
  readonly offset: number;
  /** Two values that become those of `out`; instead of scale and offset. */
  readonly in?: readonly [number, number] | undefined;
  /** What the values of `in` become. */
  readonly out: readonly [number, number];
  /** Keeps results between those of `out`. */
  readonly clip: boolean;
}
type AffineInput = { readonly [K in keyof AffineOptions]?: AffineOptions[K] | undefined };

const ends = z.tuple([z.number(), z.number()]).readonly();

const options: z.ZodType<AffineOptions, AffineInput> = z
  .strictObject({
    scale: z.number().default(1),
    offset: z.number().default(0),
    in: ends.optional(),
    out: ends.default([0, 1]),
    clip: z.boolean().default(false),
  })
  .refine((o) => o.in === undefined || o.in[0] !== o.in[1], { path: ["in"], message: "the two values must differ" })
  .refine((o) => o.in === undefined || (o.scale === 1 && o.offset === 0), {
    path: ["in"],
    message: "`in` takes the place of `scale` and `offset`",
  });

/**
 * Stretches and shifts values along a straight line.
 *
 *   out_i = scale · of_i + offset
 *
 * With `in: [a, b]` the line goes through two points: a becomes the first of `out` and b the second;
 * `out_1 < out_0` turns values over. With `clip` results stay between the two of `out`.
 * What is missing stays missing.
 *
 * @shape of [R] → [R]
 * @unit any → any
 * @throws RewardError GUERDON_OPTION when the values of `in` are equal, or `in` comes with scale or offset
 * @paper 131 §Mechanism (c clipped to [0, 0.03] and turned over)
 * @paper 191 §Mechanism (R(e) = (50 S − 35) / 3 and R(r) = 5 S − 5)
 * @paper 195 §Mechanism (min–max with stored bounds)
 * @kind shaper
 * @alias affineMap = { use: affine, in: [0.4, 1], out: [-5, 5] }
 * @alias scale(k>0) = { use: affine, scale: 2 }
 * @alias clipRescale = { use: affine, in: [0, 0.03], out: [1, 0], clip: true }
 * @alias minMaxNormalise = { use: affine, in: [0, 10], out: [0, 1] }
 * @alias rangeSchedule = "low + (high - low) * score"
 * @alias klToRef = "reward - 0.05 * kl"
 * @alias nonStopPenalty = "where(stopped, reward, -10)"
 * @alias targetTrack = "1 - abs(speed - target * safe) / target"
 * @alias progress-scaled reward = "reward * (0.5 + 1.5 * tanh(max(gain, 0)))"
 * @plot { in: [-1, 1], out: [0, 1] } over of -2..2
 * @plot { in: [-1, 1], out: [0, 1], clip: true } over of -2..2
 * @plot { in: [-1, 1], out: [1, 0], clip: true } over of -2..2
 *
 * ```ts doctest
 * import { affine } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...affine({ scale: 2, offset: -1 }).apply([fullSignal("rollout", [0, 1])], flatLayout([2])).values] // => [-1, 1]
 * ```
 */
export const affine: TransformFactory<typeof options> = defineShaper({
  name: "affine",
  version: 1,
  summary: "Stretches and shifts values along a straight line.",
  options,
  build: (settings) => {
    const { low, high } = boundsOf(settings);
    const { slope, at } = lineOf(settings);
    const bound = (value: number): number => Math.min(Math.max(value, low), high);
    return {
      inputs: [{ name: "of" }],
      range: ([of]) => {
        const { min, max } = rangeOnLine(of as Interval, slope, at);
        return { min: bound(min), max: bound(max) };
      },
      trend: (_, [of]) => {
        const { min, max } = rangeOnLine(of as Interval, slope, at);
        if (slope === 0 || max <= low || min >= high) return "constant";
        return slope > 0 ? "increasing" : "decreasing";
      },
      apply: ([of]) => mapValues(of as Signal, (value) => bound(at(value))),
    };
  },
});

/** The line, and the way it goes: `in` measures from its first value, so that both ends are met exactly. */
function lineOf(settings: AffineOptions): { slope: number; at: (value: number) => number } {
  const { scale, offset, in: from, out } = settings;
  if (from === undefined) return { slope: scale, at: (value) => (scale === 0 ? offset : scale * value + offset) };
  const [a, b] = from;
  const [c, d] = out;
  const rise = d - c;
  if (rise === 0) return { slope: 0, at: () => c };
  return { slope: rise / (b - a), at: (value) => (value === b ? d : c + ((value - a) / (b - a)) * rise) };
}

function boundsOf({ clip, in: from, out }: AffineOptions): { low: number; high: number } {
  if (!clip || from === undefined) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { low: Math.min(...out), high: Math.max(...out) };
}

function rangeOnLine({ min, max }: Interval, slope: number, at: (value: number) => number): Interval {
  return slope < 0 ? { min: at(max), max: at(min) } : { min: at(min), max: at(max) };
}
