import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/**
 * Multiplies the inputs.
 *
 *   out_i = Π_k of_{k,i}
 *
 * A missing input makes the product missing, also beside a 0; use `gate` where a 0 should decide alone.
 *
 * @shape of K × [R] → [R]
 * @unit any → any
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 001 §Mechanism (progress times penalty factors; the sticky ones are shaped before)
 * @paper 131 §Mechanism (speed, centre, angle and steadiness multiplied), 132
 * @kind combinator
 * @alias product
 * @alias multiplicativePenalties
 * @plot { of: [0.5] } over of 0..1
 * @plot { of: [-1] } over of 0..1
 *
 * ```ts doctest
 * import { product } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...product().apply([fullSignal("rollout", [2, 3]), fullSignal("rollout", [5, -1])], flatLayout([2])).values] // => [10, -3]
 * ```
 */
export const product: TransformFactory<typeof options> = defineCombinator({
  name: "product",
  version: 1,
  summary: "Multiplies the inputs.",
  options,
  build: () => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => inputs.reduce(times, { min: 1, max: 1 }),
    trend: (index, inputs) => {
      const others = inputs.filter((_, k) => k !== index).reduce(times, { min: 1, max: 1 });
      if (others.min === 0 && others.max === 0) return "constant";
      if (others.min >= 0) return "increasing";
      return others.max <= 0 ? "decreasing" : "unknown";
    },
    apply: multiply,
  }),
});

function multiply(inputs: readonly Signal[]): Signal {
  const length = lengthOf(inputs);
  const values = new Float64Array(length).fill(1);
  const present = new Uint8Array(length).fill(1);
  for (const input of inputs) {
    for (let i = 0; i < length; i++) {
      values[i] = (values[i] as number) * (input.values[i] as number);
      present[i] = (present[i] as number) & (input.present[i] as number);
    }
  }
  return deriveSignal((inputs[0] as Signal).level, values, present, inputs);
}

function times(a: Interval, b: Interval): Interval {
  const corners = [bound(a.min, b.min), bound(a.min, b.max), bound(a.max, b.min), bound(a.max, b.max)];
  return { min: Math.min(...corners), max: Math.max(...corners) };
}

/** 0 times an unbounded side is 0: the side is never reached. */
function bound(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}
