import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface TiersOptions {
  /** What each tier must reach to be satisfied: one number for all, or one for each. */
  readonly thresholds: number | readonly number[];
  /** What each satisfied tier adds: one number for all, or one for each. */
  readonly values: number | readonly number[];
  /** Makes the heights of the ladder 1, base, base², … instead of adding `values`. */
  readonly base?: number | undefined;
  /** Height below the first tier. */
  readonly floor: number;
  /** The first tier that is not satisfied counts for the part of it that is. */
  readonly partial: boolean;
  /** The share of the ladder that is climbed, in [0, 1]. */
  readonly normalise: boolean;
}
type TiersInput = { readonly [K in keyof TiersOptions]?: TiersOptions[K] | undefined };

const options: z.ZodType<TiersOptions, TiersInput> = z
  .strictObject({
    thresholds: z.union([z.number().positive(), z.array(z.number().positive()).min(1).readonly()]).default(1),
    values: z.union([z.number().positive(), z.array(z.number().nonnegative()).min(1).readonly()]).default(1),
    base: z.number().min(1).optional(),
    floor: z.number().default(0),
    partial: z.boolean().default(true),
    normalise: z.boolean().default(false),
  })
  .refine(({ values }) => typeof values === "number" || values.some((value) => value > 0), {
    path: ["values"],
    error: "one tier at least must be worth more than 0",
  });

/**
 * Climbs an ordered list of terms: a tier counts only when every earlier one is satisfied.
 *
 *   s = number of leading tiers with of_k ≥ threshold_k
 *   out = floor + Σ_{k<s} value_k + value_s · clip(of_s / threshold_s, 0, 1)
 *   value_k = base^k − base^(k−1) with `base`, so that the heights are 1, base, base², …
 *
 * Nothing is added after the last tier, nor for a tier that is not satisfied with `partial: false`.
 * With `normalise` the result is (out − floor) / Σ_k value_k. So more satisfied tiers never earn
 * less, whatever happens below them. Terms after the first unsatisfied tier are not looked at and may
 * be missing; a missing tier that is reached makes the result missing for its reason.
 *
 * @shape of K × [R] → [R]
 * @unit any → reward, or share of the ladder with `normalise`
 * @throws RewardError GUERDON_OPTION when there are not as many thresholds or values as tiers
 * @throws RewardError GUERDON_SHAPE when there is no tier or lengths differ
 * @paper 127 §Mechanism (0.2 and 1 for tests, 0.4 for synthesis, up to 0.6 for power, delay and area)
 * @paper 046 §Mechanism (−1 malformed, 0 wrong type, 1 type only, 2 all)
 * @paper 130 §Mechanism (country 1, state 2, city 4), 171, 182, 216
 * @paper 141 §Mechanism (safety, then subgoal, then goal)
 * @kind combinator
 * @alias tiers
 * @alias 046:tiers = { use: tiers, floor: -1, partial: false }
 * @alias 127:tiers = { use: tiers, thresholds: [1, 1, 0.6], values: [1, 0.4, 0.6] }
 * @alias 130:tiers = { use: tiers, base: 2, partial: false }
 * @alias geometric tiers = { use: tiers, base: 2, partial: false }
 * @alias nestedCredit = { use: tiers, values: [0.25, 0.75], partial: false }
 * @alias priorityTiers
 * @alias stagedReward
 * @plot { of: [0.5, 1] } over of 0..1.5
 * @plot { of: [0.5, 1], partial: false } over of 0..1.5
 * @plot { of: [1, 1], base: 2 } over of 0..1.5
 *
 * ```ts doctest
 * import { tiers } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [format, tests] = [fullSignal("rollout", [1, 0, 1]), fullSignal("rollout", [0.25, 1, 1])];
 * [...tiers().apply([format, tests], flatLayout([3])).values] // => [1.25, 0, 2]
 * ```
 */
export const tiers: TransformFactory<typeof options> = defineCombinator({
  name: "tiers",
  version: 1,
  summary: "Climbs an ordered list of terms: a tier counts only when every earlier one is satisfied.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfClimb(inputs, ladderOf(settings, inputs.length)),
    trend: (index, inputs) => (decides(index, inputs, ladderOf(settings, inputs.length)) ? "increasing" : "constant"),
    apply: (inputs) => climb(inputs, ladderOf(settings, inputs.length)),
  }),
});

interface Ladder {
  readonly thresholds: readonly number[];
  /** [K] what a tier is worth. */
  readonly values: readonly number[];
  /** [K + 1] height when so many tiers are satisfied. */
  readonly heights: readonly number[];
  readonly partial: boolean;
}

function ladderOf(settings: TiersOptions, count: number): Ladder {
  const { base, floor, partial, normalise } = settings;
  const thresholds = perInput("thresholds", settings.thresholds, count, "tiers");
  const worth =
    base === undefined
      ? perInput("values", settings.values, count, "tiers")
      : thresholds.map((_, k) => (k === 0 ? 1 : base ** k - base ** (k - 1)));
  const whole = normalise ? worth.reduce((total, value) => total + value, 0) : 1;
  const values = worth.map((value) => value / whole);
  const heights = [normalise ? 0 : floor];
  for (const value of values) heights.push((heights.at(-1) as number) + value);
  return { thresholds, values, heights, partial };
}

function climb(inputs: readonly Signal[], ladder: Ladder): Signal {
  const length = lengthOf(inputs);
  const { thresholds, heights } = ladder;
  const [columns, masks] = [inputs.map((input) => input.values), inputs.map((input) => input.present)];
  const values = new Float64Array(length);
  const present = new Uint8Array(length).fill(1);
  const tierOf = (i: number): number => {
    let tier = 0;
    while (tier < columns.length && (masks[tier] as Uint8Array)[i] === 1) {
      if (((columns[tier] as Float64Array)[i] as number) < (thresholds[tier] as number)) break;
      tier++;
    }
    return tier;
  };
  for (let i = 0; i < length; i++) {
    const tier = tierOf(i);
    const height = heights[tier] as number;
    if (tier < columns.length) {
      present[i] = (masks[tier] as Uint8Array)[i] as number;
      values[i] = height + partOf(ladder, tier, (columns[tier] as Float64Array)[i] as number);
    } else values[i] = height;
  }
  return deriveSignal((inputs[0] as Signal).level, values, present, (i) => missingAt(inputs[tierOf(i)] as Signal, i));
}

/** What a tier below its threshold adds. */
function partOf({ thresholds, values, partial }: Ladder, tier: number, value: number): number {
  return partial && value > 0 ? (values[tier] as number) * (value / (thresholds[tier] as number)) : 0;
}

function rangeOfClimb(inputs: readonly Interval[], ladder: Ladder): Interval {
  const [least, most] = [inputs.map(({ min }) => min), inputs.map(({ max }) => max)];
  return { min: heightOf(least, ladder), max: heightOf(most, ladder) };
}

function heightOf(values: readonly number[], ladder: Ladder): number {
  const tier = values.findIndex((value, k) => value < (ladder.thresholds[k] as number));
  if (tier === -1) return ladder.heights.at(-1) as number;
  return (ladder.heights[tier] as number) + partOf(ladder, tier, values[tier] as number);
}

/** Whether a tier can be reached, and can then stand at more than one height. */
function decides(index: number, inputs: readonly Interval[], { thresholds, partial }: Ladder): boolean {
  const reachable = inputs.slice(0, index).every(({ max }, k) => max >= (thresholds[k] as number));
  const { min, max } = inputs[index] as Interval;
  const threshold = thresholds[index] as number;
  return reachable && max > 0 && min < threshold && (partial || max >= threshold);
}
