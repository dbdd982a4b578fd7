import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { neighbourSignal } from "./neighbour-signal.ts";

export interface DifferenceOptions {
  /** Later minus earlier (`forward`: progress), or earlier minus later (`backward`). */
  readonly direction: "forward" | "backward";
  /** What the place without a neighbour gets: its own value against that of outside, or 0. */
  readonly edge: "include" | "zero";
  /** Whether the values are of steps or of tokens. */
  readonly level: "step" | "token";
}
type DifferenceInput = { readonly [K in keyof DifferenceOptions]?: DifferenceOptions[K] | undefined };

const options: z.ZodType<DifferenceOptions, DifferenceInput> = z.strictObject({
  direction: z.enum(["forward", "backward"]).default("forward"),
  edge: z.enum(["include", "zero"]).default("include"),
  level: z.enum(["step", "token"]).default("step"),
});

/**
 * Differences of neighbouring steps of a rollout, so that a score counts for its change alone.
 *
 *   forward   out_k = of_k − of_{k−1},  of_{−1} = outside
 *             edge zero: out_0 = 0
 *   backward  out_k = of_k − of_{k+1},  of_K = outside
 *             edge zero: the last step gets 0 and counts as `outside` for the one before it
 *
 * Forward the sum is of_{K−1} − outside, whatever the number of steps; backward what is still to come
 * at step k adds up to of_k − outside. Missing where either of the two is missing.
 *
 * @shape of [S] or [T], outside [R] → [S] or [T]
 * @unit any, same → same
 * @paper 043 §Mechanism (delta: d_k = s_k − s_{k+1}, the last step carries the success reward only)
 * @paper 001 §Pieces (increase of a measure of completion)
 * @paper 093 §Pieces (value after minus value before)
 * @kind shaper
 * @alias difference
 * @alias stepDelta = { use: difference, direction: backward, edge: zero }
 * @alias delta = { use: difference, direction: forward }
 * @alias progressDelta = { use: difference, direction: forward }
 * @plot { direction: forward } over steps [0.2, 0.5, 0.4, 1]
 * @plot { direction: backward, edge: zero } over steps [0.2, 0.5, 0.4, 1]
 *
 * ```ts doctest
 * import { difference } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [of, outside] = [fullSignal("step", [1, 3, 8]), fullSignal("rollout", [0])];
 * [...difference().apply([of, outside], layout).values] // => [1, 2, 5]
 * ```
 */
export const difference: TransformFactory<typeof options> = defineShaper({
  name: "difference",
  version: 1,
  summary: "Differences of neighbouring steps of a rollout, so that a score counts for its change alone.",
  options,
  build: ({ direction, edge, level }) => ({
    level,
    inputs: [{ name: "of" }, { name: "outside", level: "rollout", default: 0 }],
    range: ([of, outside]) => {
      const own = of as Interval;
      const other = hull(own, outside as Interval);
      const range = { min: own.min - other.max, max: own.max - other.min };
      return edge === "zero" ? hull(range, { min: 0, max: 0 }) : range;
    },
    trend: (index) =>
      index === 0 ? "unknown" : direction === "forward" && edge === "zero" ? "constant" : "decreasing",
    apply: ([of, outside], layout) => changes(of as Signal, outside as Signal, layout, { direction, edge, level }),
  }),
});

function changes(of: Signal, outside: Signal, layout: Layout, { direction, edge, level }: DifferenceOptions): Signal {
  const offsets = rolloutOffsets(layout, level);
  const forward = direction === "forward";
  const beside = neighbourSignal(of, outside, offsets, forward ? -1 : 1, !forward && edge === "zero" ? 1 : 0);
  const values = new Float64Array(of.values.length);
  for (let k = 0; k < values.length; k++) values[k] = (of.values[k] as number) - (beside.values[k] as number);
  const present = jointPresent([of, beside]);
  if (edge === "zero") {
    for (let row = 0; row + 1 < offsets.length; row++) {
      const [from, to] = [offsets[row] as number, offsets[row + 1] as number];
      if (from === to) continue;
      const silent = forward ? from : to - 1;
      values[silent] = 0;
      present[silent] = of.present[silent] as number;
    }
  }
  return deriveSignal(level, values, present, [of, beside]);
}
