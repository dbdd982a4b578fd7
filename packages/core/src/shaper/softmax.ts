import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, type Signal, UNIT } from "../signal/index.ts";
import { momentsOf, newMoments } from "./moments.ts";
import { forEachSpan, type Over, spanOffsets } from "./span-offsets.ts";

export interface SoftmaxOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /** What values are divided by first; a low one favours the greatest. */
  readonly temperature: number;
  /** Share of the whole that is spread evenly over the members. */
  readonly uniform: number;
}
type SoftmaxInput = { readonly [K in keyof SoftmaxOptions]?: SoftmaxOptions[K] | undefined };

const options: z.ZodType<SoftmaxOptions, SoftmaxInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("group"),
  temperature: z.number().positive().default(1),
  uniform: z.number().min(0).max(1).default(0),
});

/**
 * Turns the values of a group or the batch into shares of 1.
 *
 *   p_i = exp(of_i / τ) / Σ_j exp(of_j / τ),  out_i = (1 − uniform) · p_i + uniform / n
 *
 * Over the present members; equal values get equal shares. Missing values stay missing.
 *
 * @shape of [R] → [R]
 * @unit any → share of 1
 * @throws RewardError GUERDON_OPTION when the temperature is not positive
 * @paper 030 §Mechanism (τ = 0.25, ε = 1e-3; nobody right → uniform)
 * @paper 223 §Mechanism (p ∝ exp(z / τ), τ = 0.1)
 * @kind shaper
 * @alias softTarget = { use: softmax, temperature: 0.25, uniform: 0.001 }
 * @alias posteriorWeight = { use: softmax, temperature: 1, of: "reward / beta + prior - proposal" }
 * @plot { temperature: 1 } over members [1, 0, 0.5, 1]
 * @plot { temperature: 0.25 } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { softmax } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...softmax().apply([fullSignal("rollout", [0, Math.log(3), 5])], flatLayout([2, 1])).values].map((p) => p.toFixed(2)) // => ["0.25", "0.75", "1.00"]
 * ```
 */
export const softmax: TransformFactory<typeof options> = defineShaper({
  name: "softmax",
  version: 1,
  summary: "Turns the values of a group or the batch into shares of 1.",
  options,
  build: ({ over, temperature, uniform }) => ({
    scope: over,
    inputs: [{ name: "of" }],
    range: () => UNIT,
    trend: () => (uniform === 1 ? "constant" : "increasing"),
    apply: ([of], layout) => shares(of as Signal, layout, over, temperature, uniform),
  }),
});

function shares(of: Signal, layout: Layout, over: Over, temperature: number, uniform: number): Signal {
  const values = new Float64Array(of.values.length);
  const moments = newMoments();
  forEachSpan(spanOffsets(over, of, layout), (from, to) => {
    const { count, max } = momentsOf(of, from, to, moments);
    let total = 0;
    for (let i = from; i < to; i++) {
      if (of.present[i] === 0) continue;
      const weight = exp(((of.values[i] as number) - max) / temperature);
      values[i] = weight;
      total += weight;
    }
    for (let i = from; i < to; i++) {
      values[i] = ((1 - uniform) * (values[i] as number)) / total + uniform / count;
    }
  });
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}
