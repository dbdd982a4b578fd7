import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, memberOffsets, type Signal } from "../signal/index.ts";

export interface CentreOptions {
  /** What is taken away: the mean of the group or the batch, a fixed number, or a second input. */
  readonly by: "group" | "batch" | "value" | "reference";
  /** The number taken away with `by: value`. */
  readonly value: number;
}
type CentreInput = { readonly [K in keyof CentreOptions]?: CentreOptions[K] | undefined };

const options: z.ZodType<CentreOptions, CentreInput> = z.strictObject({
  by: z.enum(["group", "batch", "value", "reference"]).default("group"),
  value: z.number().default(0),
});

/**
 * Takes a centre away from every value.
 *
 *   out_i = of_i − m,  m = mean of the present values of the group | of the batch | value | reference_i
 *
 * Missing values do not move the mean and stay missing. With `by: reference` there is a second
 * input, `reference`, and the result is missing where either is.
 *
 * @shape of [R], reference [R] with `by: reference` → [R]
 * @unit any → same
 * @paper 035 §Mechanism (rewards centred on a reference)
 * @paper 060 §Mechanism (difference from the reference answer, without a squash)
 * @kind shaper
 * @alias 060:referenceDifference without squash = { use: centre, by: reference, reference: ref }
 * @alias centred = { use: centre, by: group }
 * @plot { by: group } over members [1, 0, 0.5, 1]
 * @plot { by: value, value: 0.5 } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { centre } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...centre().apply([fullSignal("rollout", [1, 3, 7])], flatLayout([2, 1])).values] // => [-1, 1, 0]
 * ```
 */
export const centre: TransformFactory<typeof options> = defineShaper({
  name: "centre",
  version: 1,
  summary: "Takes the mean of the group or batch, a number or a reference away from every value.",
  options,
  build: ({ by, value }) => ({
    scope: by === "group" || by === "batch" ? by : "rollout",
    inputs: by === "reference" ? [{ name: "of" }, { name: "reference" }] : [{ name: "of" }],
    range: (inputs) => {
      const [of, taken] = [inputs[0] as Interval, centreRange(by, value, inputs)];
      return { min: of.min - taken.max, max: of.max - taken.min };
    },
    trend: (index) => (index === 0 ? "increasing" : "decreasing"),
    apply: ([of, reference], layout) =>
      subtract(of as Signal, centres(by, value, of as Signal, reference, layout), reference),
  }),
});

function centreRange(by: CentreOptions["by"], value: number, inputs: readonly Interval[]): Interval {
  if (by === "value") return { min: value, max: value };
  return (by === "reference" ? inputs[1] : inputs[0]) as Interval;
}

function subtract(of: Signal, taken: Float64Array, reference?: Signal): Signal {
  const values = of.values.map((value, i) => value - (taken[i] as number));
  const present = of.present.slice();
  if (reference === undefined) return deriveSignal(of.level, values, present, [of]);
  for (let i = 0; i < present.length; i++) present[i] = (present[i] as number) & (reference.present[i] as number);
  return deriveSignal(of.level, values, present, [of, reference]);
}

/** What is taken away from each value. */
function centres(
  by: CentreOptions["by"],
  value: number,
  of: Signal,
  reference: Signal | undefined,
  layout: Layout,
): Float64Array {
  const length = of.values.length;
  if (by === "reference") return (reference as Signal).values;
  if (by === "value") return new Float64Array(length).fill(value);
  const offsets = by === "batch" ? Int32Array.of(0, length) : memberOffsets(layout, of.level);
  const means = new Float64Array(length);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const [from, to] = [offsets[group] as number, offsets[group + 1] as number];
    means.fill(meanOfPresent(of, from, to), from, to);
  }
  return means;
}

function meanOfPresent(of: Signal, from: number, to: number): number {
  let count = 0;
  let sum = 0;
  for (let i = from; i < to; i++) {
    if (of.present[i] === 0) continue;
    count++;
    sum += of.values[i] as number;
  }
  return count === 0 ? 0 : sum / count;
}
