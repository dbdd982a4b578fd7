import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, rolloutOffsets, type Signal, UNBOUNDED } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface MergeRunsOptions {
  /** What the steps of a run make together. */
  readonly reduce: "mean" | "sum" | "first" | "last";
  /** Where the value of a run stands: on each of its steps, or on its last with 0 on the others. */
  readonly place: "each" | "last";
}
type MergeRunsInput = { readonly [K in keyof MergeRunsOptions]?: MergeRunsOptions[K] | undefined };

const options: z.ZodType<MergeRunsOptions, MergeRunsInput> = z.strictObject({
  reduce: z.enum(["mean", "sum", "first", "last"]).default("mean"),
  place: z.enum(["each", "last"]).default("each"),
});

/**
 * Makes neighbouring steps with the same label one unit.
 *
 *   a run is a longest stretch of steps of a rollout whose labels are equal
 *   v = mean | sum | first | last of `of` over the present steps of the run
 *   out_t = v on each step of the run | on its last, 0 on the others
 *
 * A step without label or value is missing, and one without a label ends a run.
 *
 * @shape of [S], label [S] → [S]
 * @unit any, class → same
 * @paper 025 §Mechanism (neighbouring steps with one label become one thought)
 * @kind shaper
 * @alias mergeRuns = { use: merge-runs, of: score, label: label }
 * @plot { reduce: mean, label: 0 } over steps [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { mergeRuns } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 4) };
 * const [of, label] = [fullSignal("step", [1, 3, 5, 8]), fullSignal("step", [1, 1, 0, 1])];
 * [...mergeRuns().apply([of, label], layout).values] // => [2, 2, 5, 8]
 * ```
 */
export const mergeRuns: TransformFactory<typeof options> = defineShaper({
  name: "merge-runs",
  version: 1,
  summary: "Makes neighbouring steps with the same label one unit.",
  options,
  build: ({ reduce, place }) => ({
    level: "step",
    inputs: [{ name: "of" }, { name: "label" }],
    range: ([of]) => {
      if (reduce === "sum") return UNBOUNDED;
      const { min, max } = of as Interval;
      return place === "each" ? { min, max } : { min: Math.min(min, 0), max: Math.max(max, 0) };
    },
    trend: (index) => (index === 0 ? "increasing" : "unknown"),
    apply: ([of, label], layout) => merged(of as Signal, label as Signal, layout, reduce, place),
  }),
});

function merged(
  of: Signal,
  label: Signal,
  layout: Layout,
  reduce: MergeRunsOptions["reduce"],
  place: MergeRunsOptions["place"],
): Signal {
  const offsets = rolloutOffsets(layout, "step");
  const values = new Float64Array(of.values.length);
  const present = jointPresent([of, label]);
  for (let row = 0; row + 1 < offsets.length; row++) {
    const end = offsets[row + 1] as number;
    for (let from = offsets[row] as number; from < end; ) {
      let to = from + 1;
      while (to < end && sameLabel(label, from, to)) to++;
      const value = reduced(of.values, present, from, to, reduce);
      const last = lastPresent(present, from, to);
      for (let t = from; t < to; t++) values[t] = place === "each" || t === last ? value : 0;
      from = to;
    }
  }
  return deriveSignal("step", values, present, [of, label]);
}

function sameLabel({ values, present }: Signal, a: number, b: number): boolean {
  return present[a] === 1 && present[b] === 1 && values[a] === values[b];
}

function lastPresent(present: Uint8Array, from: number, to: number): number {
  let last = to - 1;
  while (last > from && present[last] === 0) last--;
  return last;
}

function reduced(
  values: Float64Array,
  present: Uint8Array,
  from: number,
  to: number,
  reduce: MergeRunsOptions["reduce"],
): number {
  if (reduce === "last") return values[lastPresent(present, from, to)] as number;
  let [sum, count] = [0, 0];
  for (let t = from; t < to; t++) {
    if (present[t] === 0) continue;
    if (reduce === "first") return values[t] as number;
    sum += values[t] as number;
    count++;
  }
  return reduce === "sum" || count === 0 ? sum : sum / count;
}
