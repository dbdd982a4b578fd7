import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
  UNIT,
} from "../signal/index.ts";

export interface TruncateBelowOptions {
  /** Steps that are kept whatever their score. */
  readonly minLength: number;
  /** 1 for steps kept and 0 beyond, or 1 in the step at which the rollout ends and 0 elsewhere. */
  readonly output: "keep" | "end";
}
type TruncateBelowInput = { readonly [K in keyof TruncateBelowOptions]?: TruncateBelowOptions[K] | undefined };

const options: z.ZodType<TruncateBelowOptions, TruncateBelowInput> = z.strictObject({
  minLength: z.int().nonnegative().default(0),
  output: z.enum(["keep", "end"]).default("keep"),
});

/**
 * Cuts a rollout off at the first step whose score is under a threshold.
 *
 *   stop = first step t ≥ minLength with of_t < threshold
 *   out_t = 1 before stop, 0 from it on (keep) | 1 at stop, 0 elsewhere (end)
 *
 * A rollout cut off has been truncated, not ended: bootstrap its value, see `potential`. From a missing
 * score that could have stopped it on, the rest is missing for its reason.
 *
 * @shape of [S], threshold [R] → [S]
 * @unit any, same → mask
 * @paper 082 §Mechanism (stop where r_D < 0.6 beyond the least number of steps)
 * @kind shaper
 * @alias rolloutTruncate = { use: truncate-below, threshold: 0.6, output: end }
 * @plot { output: keep, threshold: 0.6 } over steps [0.9, 0.7, 0.5, 0.8]
 * @plot { output: end, threshold: 0.6 } over steps [0.9, 0.7, 0.5, 0.8]
 *
 * ```ts doctest
 * import { truncateBelow } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 4) };
 * const [of, threshold] = [fullSignal("step", [0.9, 0.6, 0.5, 0.8]), fullSignal("rollout", [0.6])];
 * [...truncateBelow().apply([of, threshold], layout).values] // => [1, 1, 0, 0]
 * ```
 */
export const truncateBelow: TransformFactory<typeof options> = defineShaper({
  name: "truncate-below",
  version: 1,
  summary: "Cuts a rollout off at the first step whose score is under a threshold.",
  options,
  build: (settings) => ({
    level: "step",
    inputs: [{ name: "of" }, { name: "threshold", level: "rollout", default: 0.6 }], // 082 §Mechanism
    range: ([of, threshold]) => {
      const never = (of as Interval).min >= (threshold as Interval).max;
      if (never) return settings.output === "keep" ? { min: 1, max: 1 } : { min: 0, max: 0 };
      return UNIT;
    },
    trend: (index) => (settings.output === "end" ? "unknown" : index === 0 ? "increasing" : "decreasing"),
    apply: ([of, threshold], layout) => cut(of as Signal, threshold as Signal, layout, settings),
  }),
});

function cut(of: Signal, threshold: Signal, layout: Layout, { minLength, output }: TruncateBelowOptions): Signal {
  const offsets = rolloutOffsets(layout, "step");
  const values = new Float64Array(of.values.length);
  const present = new Uint8Array(values.length).fill(1);
  const causes = new Map<number, Missing>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    let stopped = false;
    let cause: Missing | undefined = threshold.present[row] === 0 ? missingAt(threshold, row) : undefined;
    const from = offsets[row] as number;
    for (let t = from; t < (offsets[row + 1] as number); t++) {
      const decides: boolean = !stopped && t - from >= minLength;
      if (decides && of.present[t] === 0) cause ??= missingAt(of, t);
      const stops: boolean =
        decides && cause === undefined && (of.values[t] as number) < (threshold.values[row] as number);
      stopped ||= stops;
      values[t] = output === "keep" ? (stopped ? 0 : 1) : stops ? 1 : 0;
      if (cause === undefined) continue;
      present[t] = 0;
      causes.set(t, cause);
    }
  }
  return deriveSignal("step", values, present, (t) => causes.get(t) as Missing);
}
