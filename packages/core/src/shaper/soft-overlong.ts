import { z } from "zod";
import { defineShaper, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Interval, isBounded, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/**
 * Charges a response for running into a buffer before the length limit: 0 before it, −1 from the limit on.
 *
 *   out_i = clip((limit_i − buffer_i − of_i) / buffer_i, −1, 0)
 *
 * A buffer of 0 (or less) is a wall: 0 up to the limit, −1 beyond. Add the result to the reward,
 * with a weight where −1 is too much. It is missing where any input is.
 *
 * @shape of [R], limit [R], buffer [R] → [R]
 * @unit tokens, tokens, tokens → reward
 * @paper 026 §Mechanism (the length part of the router's reward)
 * @paper 103, 206 (the DAPO-style soft punishment)
 * @kind shaper
 * @alias overlongSoft = { use: soft-overlong, limit: 20480, buffer: 4096 }
 * @alias 175:overlongMask = "length < limit"
 * @alias 216:overlongFilter = "length < limit"
 * @alias lengthGuard = "score - 0.01 * max(0, length - 300)"
 * @alias length-guard = "score - 0.01 * max(0, length - 300)"
 * @plot { limit: 512, buffer: 128 } over of 0..640
 * @plot { limit: 512, buffer: 384 } over of 0..640
 *
 * ```ts doctest
 * import { softOverlong } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const inputs = [[300, 448, 600], [512, 512, 512], [128, 128, 128]].map((values) => fullSignal("rollout", values));
 * [...softOverlong().apply(inputs, flatLayout([3])).values] // => [0, -0.5, -1]
 * ```
 */
export const softOverlong: TransformFactory<typeof options> = defineShaper({
  name: "soft-overlong",
  version: 1,
  summary: "Charges a response for running into a buffer before the length limit.",
  options,
  build: () => ({
    inputs: [{ name: "of", default: { use: "length", unit: "tokens" } }, { name: "limit" }, { name: "buffer" }],
    range: rangeOfCharge,
    trend: (index, inputs) => {
      const { min, max } = rangeOfCharge(inputs);
      return min === max ? "constant" : TRENDS[index as 0 | 1 | 2];
    },
    apply: (inputs) => {
      const [of, limit, buffer] = inputs as readonly [Signal, Signal, Signal];
      const present = jointPresent(inputs);
      const values = new Float64Array(present.length);
      for (let i = 0; i < present.length; i++) {
        if (present[i] === 0) continue;
        values[i] = charge(of.values[i] as number, limit.values[i] as number, buffer.values[i] as number);
      }
      return deriveSignal(of.level, values, present, inputs);
    },
  }),
});

/** A wider buffer begins earlier and is less steep: never dearer at its end, never cheaper before. */
const TRENDS: readonly [Trend, Trend, Trend] = ["decreasing", "increasing", "decreasing"];

function charge(of: number, limit: number, buffer: number): number {
  const over = of - limit;
  if (over > 0) return -1;
  if (buffer <= 0) return 0;
  const share = over / buffer + 1;
  return share > 0 ? -share : 0;
}

/** The charge moves one way along each input. */
function rangeOfCharge(inputs: readonly Interval[]): Interval {
  const [of, limit, buffer] = inputs as readonly [Interval, Interval, Interval];
  const worst = inputs.every(isBounded) ? charge(of.max, limit.min, buffer.max) : -1;
  return { min: worst, max: charge(of.min, limit.max, buffer.min) };
}
