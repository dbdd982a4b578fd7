import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

export interface HuberOptions {
  /** Where the square turns into a line. */
  readonly delta: number;
}
interface HuberInput {
  readonly delta?: number | undefined;
}

const options: z.ZodType<HuberOptions, HuberInput> = z.strictObject({
  delta: z.number().positive().default(1), // 202 §Mechanism: δ = 1/σ², σ = 1
});

/**
 * The Huber loss of an error: a square near 0 and a line of slope 1 beyond.
 *
 *   out_i = of_i² / (2 δ) if |of_i| < δ,  |of_i| − δ / 2 otherwise
 *
 * What is missing stays missing.
 *
 * @shape of [R] → [R]
 * @unit any → same
 * @throws RewardError GUERDON_OPTION when δ is not positive
 * @paper 202 §Mechanism (δ = 1/σ²; the slope saturates at 1)
 * @kind shaper
 * @alias huber
 * @plot { delta: 1 } over of -3..3
 * @plot { delta: 0.25 } over of -3..3
 *
 * ```ts doctest
 * import { huber } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...huber({ delta: 2 }).apply([fullSignal("rollout", [1, -2, 5])], flatLayout([3])).values] // => [0.25, 1, 4]
 * ```
 */
export const huber: TransformFactory<typeof options> = defineShaper({
  name: "huber",
  version: 1,
  summary: "The Huber loss of an error: a square near 0 and a line beyond.",
  options,
  build: ({ delta }) => {
    const loss = (error: number): number => {
      const size = Math.abs(error);
      return size < delta ? (size / delta) * (size / 2) : size - delta / 2;
    };
    return {
      inputs: [{ name: "of" }],
      range: ([of]) => {
        const { min, max } = of as Interval;
        const ends = [loss(min), loss(max)];
        return { min: min <= 0 && max >= 0 ? 0 : Math.min(...ends), max: Math.max(...ends) };
      },
      trend: (_, [of]) => {
        const { min, max } = of as Interval;
        return min >= 0 ? "increasing" : max <= 0 ? "decreasing" : "unknown";
      },
      apply: ([of]) => mapValues(of as Signal, loss),
    };
  },
});
