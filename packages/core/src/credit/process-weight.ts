import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, groupOffsets, type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";

export interface ProcessWeightOptions {
  /** Where the values are. */
  readonly level: "step" | "token";
  /** A mean over time below this is divided by as if it were this. */
  readonly floor: number;
  /** Takes weights of 1 for a rollout with a value below 0. */
  readonly requireNonNegative: boolean;
  /** Each rollout's own weights, or the mean of the group's at the same place. */
  readonly across: "rollout" | "group";
}
type ProcessWeightInput = { readonly [K in keyof ProcessWeightOptions]?: ProcessWeightOptions[K] | undefined };

const options: z.ZodType<ProcessWeightOptions, ProcessWeightInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  floor: z.number().positive().default(1e-6), // 080 §Pieces: mean floor 1e-6
  requireNonNegative: z.boolean().default(true),
  across: z.enum(["rollout", "group"]).default("rollout"),
});

/**
 * Weighs the steps of a rollout by their values against the mean of its values over time.
 *
 *   w_i = of_i / max(mean of `of` over the rollout, floor)
 *
 * The weights of a rollout have the mean 1, unless its values do not reach the floor. With `across:
 * group` every rollout of a group has the same weights, the mean of all at each place, so that
 * advantages that add up to 0 at a place still do after they are multiplied by them. A missing
 * value is missing and moves no mean.
 *
 * @shape of [S] → [S]; tokens instead of steps with `level: token`
 * @unit value → 1
 * @paper 080 §Mechanism 3: omega_t = Q_t / mean over time of Q_t; §Pitfalls: group mean, values below 0
 * @kind credit
 * @alias processWeight = { use: process-weight, floor: 1e-6, requireNonNegative: true }
 * @plot {} over steps [1, 2, 3]
 *
 * ```ts doctest
 * import { processWeight } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * [...processWeight().apply([fullSignal("step", [1, 2, 3])], layout).values] // => [0.5, 1, 1.5]
 * ```
 */
export const processWeight: TransformFactory<typeof options> = defineCredit({
  name: "process-weight",
  version: 1,
  summary: "Weighs the steps of a rollout by their values against the mean of its values over time.",
  options,
  build: (settings) => ({
    level: settings.level,
    scope: settings.across,
    inputs: [{ name: "of" }],
    range: () =>
      settings.requireNonNegative
        ? { min: 0, max: Number.POSITIVE_INFINITY }
        : { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
    trend: () => "unknown",
    apply: (inputs, layout) => {
      const of = inputs[0] as Signal;
      const values = weigh(of, layout, settings);
      if (settings.across === "group") average(values, of.present, layout, settings.level);
      return deriveSignal(settings.level, values, of.present.slice(), [of]);
    },
  }),
});

function weigh(of: Signal, layout: Layout, { level, floor, requireNonNegative }: ProcessWeightOptions): Float64Array {
  const offsets = rolloutOffsets(layout, level);
  const values = new Float64Array(of.values.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    let [count, mean, least] = [0, 0, 0];
    for (let i = from; i < to; i++) {
      if (of.present[i] === 0) continue;
      const value = of.values[i] as number;
      count++;
      mean += (value - mean) / count;
      least = Math.min(least, value);
    }
    const even = requireNonNegative && least < 0;
    const divisor = Number.isFinite(mean) ? Math.max(mean, floor) : Number.NaN;
    for (let i = from; i < to; i++) {
      if (of.present[i] === 1) values[i] = even ? 1 : (of.values[i] as number) / divisor;
    }
  }
  return values;
}

/** Puts the mean over the group at each place in the place of every member's weight. */
function average(values: Float64Array, present: Uint8Array, layout: Layout, level: "step" | "token"): void {
  const groups = groupOffsets(layout);
  const offsets = rolloutOffsets(layout, level);
  let longest = 0;
  for (let r = 0; r + 1 < offsets.length; r++) {
    longest = Math.max(longest, (offsets[r + 1] as number) - (offsets[r] as number));
  }
  const [means, counts] = [new Float64Array(longest), new Int32Array(longest)];
  for (let g = 0; g + 1 < groups.length; g++) {
    const [first, end] = [groups[g] as number, groups[g + 1] as number];
    means.fill(0);
    counts.fill(0);
    for (let r = first; r < end; r++) {
      const from = offsets[r] as number;
      for (let i = from; i < (offsets[r + 1] as number); i++) {
        if (present[i] === 0) continue;
        const count = (counts[i - from] as number) + 1;
        counts[i - from] = count;
        means[i - from] = (means[i - from] as number) + ((values[i] as number) - (means[i - from] as number)) / count;
      }
    }
    for (let r = first; r < end; r++) {
      const from = offsets[r] as number;
      for (let i = from; i < (offsets[r + 1] as number); i++)
        if (present[i] === 1) values[i] = means[i - from] as number;
    }
  }
}
