import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { type Interval, type Layout, type Signal, UNBOUNDED } from "../signal/index.ts";
import { combineRows } from "./combine-rows.ts";
import { halves } from "./halves.ts";
import { normaliseMembers } from "./normalise-members.ts";

export interface DirectionOptions {
  /** One component for each input; absent when the list names the components after the rewards. */
  readonly vector?: readonly number[] | undefined;
  /** Brings the vector to length 1 first. */
  readonly unit: boolean;
  /** Brings every reward to mean 0 and deviation 1 over the group or the batch first. */
  readonly standardise: "none" | "group" | "batch";
}
type DirectionInput = { readonly [K in keyof DirectionOptions]?: DirectionOptions[K] | undefined };

const options: z.ZodType<DirectionOptions, DirectionInput> = z
  .strictObject({
    vector: z.array(z.number()).min(1).readonly().optional(),
    unit: z.boolean().default(true), // 118 §Mechanism: v is a unit vector
    standardise: z.enum(["none", "group", "batch"]).default("none"),
  })
  .refine(({ vector }) => vector?.some((component) => component !== 0) ?? true, {
    path: ["vector"],
    error: "a direction needs a component other than 0",
  });

/**
 * How far the rewards reach in one direction of reward space.
 *
 *   out_i = Σ_k v_k r_{k,i} / ‖v‖,  without the division with `unit: false`
 *
 * The direction is `vector`, or without one the second half of the list: a direction for each rollout,
 * as when users are drawn. A direction of length 0 gives 0. With `standardise` every reward is first
 * (r − mean) / deviation over its present values, 0 where all are equal. A missing input makes the
 * result missing.
 *
 * @shape of K × [R], or 2K × [R] without `vector` → [R]
 * @unit any → reward
 * @throws RewardError GUERDON_OPTION when there are not as many components as inputs
 * @throws RewardError GUERDON_SHAPE when there is no input, lengths differ or components do not pair up
 * @paper 118 §Mechanism (R = ⟨v, r⟩, v = (cos φ, sin φ) for two rewards)
 * @kind combinator
 * @alias direction
 * @plot { vector: [3, 4], of: [0] } over of -1..1
 * @plot { vector: [3, 4], of: [1] } over of -1..1
 *
 * ```ts doctest
 * import { direction } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [helpful, brief] = [fullSignal("rollout", [5, 0]), fullSignal("rollout", [0, 5])];
 * [...direction({ vector: [3, 4] }).apply([helpful, brief], flatLayout([2])).values] // => [3, 4]
 * ```
 */
export const direction: TransformFactory<typeof options> = defineCombinator({
  name: "direction",
  version: 1,
  summary: "How far the rewards reach in one direction of reward space.",
  options,
  build: (settings) => ({
    scope: settings.standardise === "none" ? "rollout" : settings.standardise,
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeAlong(inputs, settings),
    trend: (index, inputs) => trendIn(index, inputs.length, settings),
    apply: (inputs, layout) => project(inputs, layout, settings),
  }),
});

/** The components given as an option, of length 1 if they are to be. */
function componentsOf(vector: readonly number[], unit: boolean, count: number): readonly number[] {
  if (vector.length !== count) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`vector\` to have one component for each of the ${count} rewards, got ${vector.length}.`,
      { details: { expected: count, got: vector.length } },
    );
  }
  const length = unit ? Math.hypot(...vector) : 1;
  return vector.map((component) => component / length);
}

function project(inputs: readonly Signal[], layout: Layout, { vector, unit, standardise }: DirectionOptions): Signal {
  const rewards = vector === undefined ? halves(inputs, "components")[0] : inputs;
  const count = rewards.length;
  const fixed = vector === undefined ? undefined : componentsOf(vector, unit, count);
  const scaled =
    standardise === "none"
      ? inputs
      : inputs.map((input, k) =>
          k < count ? normaliseMembers(input, layout, { by: "z-score", over: standardise, eps: 0 }) : input,
        );
  return combineRows(scaled, (row) => {
    let [sum, squares] = [0, 0];
    for (let k = 0; k < count; k++) {
      const component = fixed === undefined ? (row[count + k] as number) : (fixed[k] as number);
      sum += component * (row[k] as number);
      squares += component * component;
    }
    return fixed !== undefined || !unit || squares === 0 ? sum : sum / Math.sqrt(squares);
  });
}

function rangeAlong(inputs: readonly Interval[], { vector, unit, standardise }: DirectionOptions): Interval {
  if (standardise !== "none") return UNBOUNDED;
  if (vector === undefined) return rangeOfAny(halves(inputs, "components"), unit);
  let [min, max] = [0, 0];
  componentsOf(vector, unit, inputs.length).forEach((component, k) => {
    if (component === 0) return;
    const input = inputs[k] as Interval;
    min += component * (component > 0 ? input.min : input.max);
    max += component * (component > 0 ? input.max : input.min);
  });
  return { min, max };
}

/** A projection on a unit vector is no longer than the rewards themselves. */
function rangeOfAny([rewards, components]: readonly (readonly Interval[])[], unit: boolean): Interval {
  const size = ({ min, max }: Interval): number => Math.max(Math.abs(min), Math.abs(max));
  const sizes = (rewards as readonly Interval[]).map(size);
  const reach = unit
    ? Math.hypot(...sizes)
    : sizes.reduce((total, own, k) => {
        const other = size((components as readonly Interval[])[k] as Interval);
        return own === 0 || other === 0 ? total : total + own * other;
      }, 0);
  return { min: -reach, max: reach };
}

function trendIn(index: number, count: number, { vector, unit }: DirectionOptions): Trend {
  if (vector === undefined) return "unknown";
  const component = componentsOf(vector, unit, count)[index] as number;
  return component === 0 ? "constant" : component > 0 ? "increasing" : "decreasing";
}
