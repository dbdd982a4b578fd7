import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, type Signal } from "../signal/index.ts";
import { forEachSpan, type Over, spanOffsets } from "./span-offsets.ts";

export interface InverseFrequencyOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /** 1 makes all classes weigh the same, 0 all members. */
  readonly exponent: number;
}
type InverseFrequencyInput = { readonly [K in keyof InverseFrequencyOptions]?: InverseFrequencyOptions[K] | undefined };

const options: z.ZodType<InverseFrequencyOptions, InverseFrequencyInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("batch"),
  exponent: z.number().min(0).max(1).default(1), // 161 §Mechanism: 1 / (samples of the user)
});

/**
 * Weighs members so that rare classes count as much as frequent ones.
 *
 *   w_i = count(of_i)^−exponent,  out_i = w_i / mean w
 *
 * The value is the number of a class: a user, a label. Members of the same value are one class. The
 * mean over the present members is 1. Missing values are no class and stay missing.
 *
 * @shape of [R] → [R]
 * @unit class → weight
 * @paper 161 §Mechanism (weight 1 / samples of the user, normalised within the batch)
 * @paper 167 §Mechanism (labels balanced before a reward model learns them)
 * @kind shaper
 * @alias inverseFrequencyWeight = { use: inverse-frequency, of: user }
 * @alias balanceLabels = { use: inverse-frequency, of: label }
 * @plot { over: group } over members [1, 1, 1, 0]
 * @plot { over: group, exponent: 0.5 } over members [1, 1, 1, 0]
 *
 * ```ts doctest
 * import { inverseFrequency } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...inverseFrequency().apply([fullSignal("rollout", [7, 7, 7, 2])], flatLayout([4])).values].map((w) => w.toFixed(2)) // => ["0.67", "0.67", "0.67", "2.00"]
 * ```
 */
export const inverseFrequency: TransformFactory<typeof options> = defineShaper({
  name: "inverse-frequency",
  version: 1,
  summary: "Weighs members so that rare classes count as much as frequent ones.",
  options,
  build: ({ over, exponent }) => ({
    scope: over,
    inputs: [{ name: "of" }],
    range: () => ({ min: 0, max: Number.POSITIVE_INFINITY }),
    trend: () => (exponent === 0 ? "constant" : "unknown"),
    apply: ([of], layout) => weights(of as Signal, layout, over, exponent),
  }),
});

function weights(of: Signal, layout: Layout, over: Over, exponent: number): Signal {
  const values = new Float64Array(of.values.length);
  const counts = new Map<number, number>();
  forEachSpan(spanOffsets(over, of, layout), (from, to) => {
    counts.clear();
    let members = 0;
    for (let i = from; i < to; i++) {
      if (of.present[i] === 0) continue;
      const id = of.values[i] as number;
      counts.set(id, (counts.get(id) ?? 0) + 1);
      members++;
    }
    let sum = 0;
    for (const count of counts.values()) sum += count ** (1 - exponent);
    const scale = members / sum;
    for (let i = from; i < to; i++) {
      values[i] = scale * (counts.get(of.values[i] as number) ?? 1) ** -exponent;
    }
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}
