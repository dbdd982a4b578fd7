import { z } from "zod";
import { defineRouter, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, type Signal } from "../signal/index.ts";
import { groupMean } from "./group-mean.ts";

export interface DifficultyBandOptions {
  /** Where a band ends and the next begins, rising; a value at a threshold is in the higher band. */
  readonly thresholds: readonly number[];
  /** Whether `of` is a score of rollouts, of which the group's mean is taken, or one of groups already. */
  readonly from: "rollouts" | "groups";
}
type DifficultyBandInput = { readonly [K in keyof DifficultyBandOptions]?: DifficultyBandOptions[K] | undefined };

const options: z.ZodType<DifficultyBandOptions, DifficultyBandInput> = z
  .strictObject({
    thresholds: z
      .array(z.number())
      .min(1)
      .readonly()
      .default([1 / 3, 2 / 3]), // 104 §Mechanism: high from 2/3 on, medium from 1/3 on
    from: z.enum(["rollouts", "groups"]).default("rollouts"),
  })
  .refine(({ thresholds }) => thresholds.every((value, k) => k === 0 || value > (thresholds[k - 1] as number)), {
    path: ["thresholds"],
    error: "thresholds must rise",
  });

/**
 * Says by its accuracy which band of difficulty each group is in.
 *
 *   a_g = mean of of over the present rollouts of group g,  of_g itself with `from: groups`
 *   out_g = number of thresholds ≤ a_g
 *
 * Band 0 is the hardest. A value at a threshold is in the higher band: with the thresholds ⅓ and ⅔ a
 * group is low below ⅓, medium from there on, and high from ⅔ on. A group of which nothing is present
 * is missing. What a band means is said elsewhere: `select` takes a target by it, `weight-table` weights.
 *
 * @shape of [R], or [G] with `from: groups` → [G]
 * @unit score → place from 0
 * @throws RewardError GUERDON_OPTION when the thresholds do not rise
 * @paper 104 §Mechanism (high a ≥ 2/3, medium a ≥ 1/3, else low)
 * @paper 107 §Pieces, 206 §Pieces
 * @kind router
 * @alias difficultyBand
 * @plot { from: groups } over of 0..1
 *
 * ```ts doctest
 * import { difficultyBand } from "@guerdon/core/router";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...difficultyBand().apply([fullSignal("rollout", [0, 0, 1, 1, 0, 1])], flatLayout([2, 3, 1])).values] // => [0, 2, 2]
 * ```
 */
export const difficultyBand: TransformFactory<typeof options> = defineRouter({
  name: "difficulty-band",
  version: 1,
  summary: "Says by its accuracy which band of difficulty each group is in.",
  options,
  build: ({ thresholds, from }) => ({
    level: "group",
    scope: "group",
    inputs: [{ name: "of", level: from === "groups" ? "group" : "rollout" }],
    range: ([of]) => rangeOfBands(of as Interval, thresholds),
    trend: (_, [of]) => {
      const { min, max } = rangeOfBands(of as Interval, thresholds);
      return min === max ? "constant" : "increasing";
    },
    apply: ([of], layout) => bands(of as Signal, layout, thresholds),
  }),
});

function bandOf(value: number, thresholds: readonly number[]): number {
  let band = 0;
  while (band < thresholds.length && value >= (thresholds[band] as number)) band++;
  return band;
}

function rangeOfBands({ min, max }: Interval, thresholds: readonly number[]): Interval {
  return { min: bandOf(min, thresholds), max: bandOf(max, thresholds) };
}

function bands(of: Signal, layout: Layout, thresholds: readonly number[]): Signal {
  const rates = of.level === "group" ? of : groupMean(of, layout);
  const values = new Float64Array(rates.values.length);
  for (let group = 0; group < values.length; group++) {
    if (rates.present[group] === 1) values[group] = bandOf(rates.values[group] as number, thresholds);
  }
  return deriveSignal("group", values, rates.present.slice(), [rates]);
}
