import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";

export interface TiersOptions {
  /** What each tier must reach to be satisfied: one number for all, or one for each. */
  readonly thresholds: number | readonly number[];
  /** Divides by the number of tiers, which puts the result into [0, 1]. */
  readonly normalise: boolean;
}
type TiersInput = { readonly [K in keyof TiersOptions]?: TiersOptions[K] | undefined };

const options: z.ZodType<TiersOptions, TiersInput> = z.strictObject({
  thresholds: z.union([z.number().positive(), z.array(z.number().positive()).min(1).readonly()]).default(1),
  normalise: z.boolean().default(false),
});

/**
 * Climbs an ordered list of terms: a tier counts only when every earlier one is satisfied.
 *
 *   s = number of leading tiers with of_k ≥ threshold_k
 *   out = s + clip(of_s / threshold_s, 0, 1),  and K when all K are satisfied;  divided by K with `normalise`
 *
 * So more satisfied tiers always earn more, whatever happens below them. Terms after the first
 * unsatisfied tier are not looked at and may be missing; a missing tier that is reached makes the
 * result missing for its reason.
 *
 * @shape of K × [R] → [R]
 * @unit any → tiers, or share of the ladder with `normalise`
 * @throws RewardError GUERDON_OPTION when there are not as many thresholds as tiers
 * @throws RewardError GUERDON_SHAPE when there is no tier or lengths differ
 * @kind combinator
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
  build: ({ thresholds, normalise }) => {
    const ladder = (count: number): Ladder => ({ thresholds: perTier(thresholds, count), top: normalise ? count : 1 });
    return {
      kind: "combinator",
      inputs: [{ name: "of", many: true }],
      range: (inputs) => rangeOfClimb(inputs, ladder(inputs.length)),
      trend: (index, inputs) => (decides(index, inputs, ladder(inputs.length)) ? "increasing" : "constant"),
      apply: (inputs) => climb(inputs, ladder(inputs.length)),
    };
  },
});

interface Ladder {
  readonly thresholds: readonly number[];
  /** What the height of the climb is divided by. */
  readonly top: number;
}

function perTier(thresholds: number | readonly number[], count: number): readonly number[] {
  if (typeof thresholds === "number") return new Array<number>(count).fill(thresholds);
  if (thresholds.length === count) return thresholds;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`thresholds\` to have one number for each of the ${count} tiers, got ${thresholds.length}.`,
    {
      details: { expected: count, got: thresholds.length },
    },
  );
}

function climb(inputs: readonly Signal[], { thresholds, top }: Ladder): Signal {
  const length = lengthOf(inputs);
  const values = new Float64Array(length);
  const present = new Uint8Array(length).fill(1);
  const tierOf = (i: number): number => {
    let tier = 0;
    while (tier < inputs.length && reaches(inputs[tier] as Signal, i, thresholds[tier] as number)) tier++;
    return tier;
  };
  for (let i = 0; i < length; i++) {
    const tier = tierOf(i);
    const next = inputs[tier];
    if (next === undefined) values[i] = tier / top;
    else {
      present[i] = next.present[i] as number;
      values[i] = (tier + Math.max(0, (next.values[i] as number) / (thresholds[tier] as number))) / top;
    }
  }
  return deriveSignal((inputs[0] as Signal).level, values, present, (i) => missingAt(inputs[tierOf(i)] as Signal, i));
}

function reaches(tier: Signal, index: number, threshold: number): boolean {
  return tier.present[index] === 1 && (tier.values[index] as number) >= threshold;
}

function rangeOfClimb(inputs: readonly Interval[], ladder: Ladder): Interval {
  return {
    min: heightOf(
      inputs.map(({ min }) => min),
      ladder,
    ),
    max: heightOf(
      inputs.map(({ max }) => max),
      ladder,
    ),
  };
}

function heightOf(values: readonly number[], { thresholds, top }: Ladder): number {
  const tier = values.findIndex((value, k) => value < (thresholds[k] as number));
  if (tier === -1) return values.length / top;
  return (tier + Math.max(0, (values[tier] as number) / (thresholds[tier] as number))) / top;
}

/** Whether a tier can be reached, and can then stand at more than one height. */
function decides(index: number, inputs: readonly Interval[], { thresholds }: Ladder): boolean {
  const reachable = inputs.slice(0, index).every(({ max }, k) => max >= (thresholds[k] as number));
  const { min, max } = inputs[index] as Interval;
  return reachable && max > 0 && min < (thresholds[index] as number);
}
