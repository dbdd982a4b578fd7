import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

export interface AffineOptions {
  readonly scale: number;
  readonly offset: number;
}
type AffineInput = { readonly [K in keyof AffineOptions]?: AffineOptions[K] | undefined };

const options: z.ZodType<AffineOptions, AffineInput> = z.strictObject({
  scale: z.number().default(1),
  offset: z.number().default(0),
});

/**
 * Stretches and shifts values along a straight line.
 *
 *   out_i = scale · of_i + offset
 *
 * @shape of [R] → [R]
 * @unit any → any
 * @kind shaper
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
  build: ({ scale, offset }) => ({
    kind: "shaper",
    inputs: [{ name: "of" }],
    range: ([of]) => rangeOnLine(of as Interval, scale, offset),
    trend: () => (scale === 0 ? "constant" : scale > 0 ? "increasing" : "decreasing"),
    apply: ([of]) => mapValues(of as Signal, (value) => scale * value + offset),
  }),
});

function rangeOnLine({ min, max }: Interval, scale: number, offset: number): Interval {
  if (scale === 0) return { min: offset, max: offset };
  const [a, b] = [scale * min + offset, scale * max + offset];
  return scale > 0 ? { min: a, max: b } : { min: b, max: a };
}
