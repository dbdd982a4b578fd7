import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { hypervolumeContributions } from "./hypervolume.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface HypervolumeContributionOptions {
  /** The worst that still counts: one number for all signals, or one for each. */
  readonly reference: number | readonly number[];
  /** Places of the signals of which less is better. */
  readonly minimise: readonly number[];
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: "group" | "batch";
}
type HypervolumeContributionInput = {
  readonly [K in keyof HypervolumeContributionOptions]?: HypervolumeContributionOptions[K] | undefined;
};

const options: z.ZodType<HypervolumeContributionOptions, HypervolumeContributionInput> = z.strictObject({
  reference: z.union([z.number(), z.array(z.number()).min(1).readonly()]).default(0),
  minimise: z.array(z.int().nonnegative()).readonly().default([]),
  over: z.enum(["group", "batch"]).default("group"),
});

/**
 * The hypervolume that a rollout adds to those of its group, or of the batch.
 *
 *   out_i = HV(all) − HV(all without i),  HV = volume dominated down to `reference`
 *
 * 0 for who is dominated, equalled, or not above the reference in every signal. A rollout that lacks a
 * signal is missing and dominates nothing. Time grows as the square of the members.
 *
 * @shape of K × [R] → [R]
 * @unit any → product of the units
 * @throws RewardError GUERDON_OPTION when the reference has not one number for each signal
 * @throws RewardError GUERDON_SHAPE when there is no signal or lengths differ
 * @paper 111 §Mechanism (gain in hypervolume), 023 §Pieces
 * @kind combinator
 * @alias hypervolume contribution
 * @plot {} over members [[1, 0.8, 0.5, 0.2], [0.1, 0.6, 0.5, 0.9]]
 *
 * ```ts doctest
 * import { hypervolumeContribution } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const of = [fullSignal("rollout", [2, 1, 1]), fullSignal("rollout", [1, 3, 1])];
 * [...hypervolumeContribution().apply(of, flatLayout([3])).values] // => [1, 2, 0]
 * ```
 */
export const hypervolumeContribution: TransformFactory<typeof options> = defineCombinator({
  name: "hypervolume-contribution",
  version: 1,
  summary: "The hypervolume that a rollout adds to those of its group, or of the batch.",
  options,
  build: (settings) => ({
    scope: settings.over,
    inputs: [{ name: "of", many: true }],
    range: (inputs) => ({ min: 0, max: greatest(inputs, settings) }),
    trend: (index) => (settings.minimise.includes(index) ? "decreasing" : "increasing"),
    apply: (inputs, layout) => contribute(inputs, layout, settings),
  }),
});

/** The whole box down to the reference. */
function greatest(inputs: readonly Interval[], { reference, minimise }: HypervolumeContributionOptions): number {
  const worst = perInput("reference", reference, inputs.length, "signals");
  const sides = inputs.map(({ min, max }, k) =>
    Math.max(0, minimise.includes(k) ? (worst[k] as number) - min : max - (worst[k] as number)),
  );
  return sides.includes(0) ? 0 : sides.reduce((product, side) => product * side, 1);
}

function contribute(inputs: readonly Signal[], layout: Layout, settings: HypervolumeContributionOptions): Signal {
  const length = lengthOf(inputs);
  const { minimise, over } = settings;
  const reference = perInput("reference", settings.reference, inputs.length, "signals");
  const present = jointPresent(inputs);
  const { level } = inputs[0] as Signal;
  const offsets = over === "batch" ? Int32Array.of(0, length) : memberOffsets(layout, level);
  const values = new Float64Array(length);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const members: number[] = [];
    for (let i = offsets[group] as number; i < (offsets[group + 1] as number); i++)
      if (present[i] === 1) members.push(i);
    const points = members.map((i) => inputs.map((input) => input.values[i] as number));
    const own = hypervolumeContributions(points, reference, { minimise });
    for (let k = 0; k < members.length; k++) values[members[k] as number] = own[k] as number;
  }
  return deriveSignal(level, values, present, inputs);
}
