import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import type { Interval } from "../signal/index.ts";
import { combineRows } from "./combine-rows.ts";
import { perInput } from "./per-input.ts";

export interface FocusRegionOptions {
  /** Where the rewards are wanted: one component for each input, all equal when absent. */
  readonly goal?: readonly number[] | undefined;
  /** Cosine at the border of the region. */
  readonly cosine: number;
  /** What is left of the reward just outside the border. */
  readonly border: number;
}
type FocusRegionInput = { readonly [K in keyof FocusRegionOptions]?: FocusRegionOptions[K] | undefined };

const options: z.ZodType<FocusRegionOptions, FocusRegionInput> = z
  .strictObject({
    goal: z.array(z.number().nonnegative()).min(1).readonly().optional(),
    cosine: z.number().gt(0).lt(1).default(0.98),
    border: z.number().gt(0).max(1).default(0.2), // 053 §Mechanism: m_g, for example 0.2
  })
  .refine(({ goal }) => goal?.some((component) => component > 0) ?? true, {
    path: ["goal"],
    error: "a goal needs a component other than 0",
  });

/**
 * Pays the sum of the rewards in full where they point at a goal, and less the farther they turn away.
 *
 *   cos_i = ⟨r_i, g⟩ / (‖r_i‖ ‖g‖)
 *   out_i = Σ_k r_{k,i} · 1 if cos_i ≥ c,  cos_i^(log m / log c) otherwise,  0 from a right angle on
 *
 * Just outside the border the factor is m = `border`, and falls to 0. Rewards count from 0: one below 0
 * counts as 0. A missing input makes the result missing.
 *
 * @shape of K × [R] → [R]
 * @unit reward → reward
 * @throws RewardError GUERDON_OPTION when the goal has not one component for each input
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 053 §Mechanism (goal-conditioned reward with a focus region)
 * @kind combinator
 * @alias focusRegion
 * @plot { of: [1], cosine: 0.9 } over of 0..3
 * @plot { of: [1], cosine: 0.9, border: 1 } over of 0..3
 *
 * ```ts doctest
 * import { focusRegion } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const of = [fullSignal("rollout", [1, 1]), fullSignal("rollout", [1, 0])];
 * const piece = focusRegion({ cosine: Math.SQRT1_2 + 1e-9, border: 0.5 });
 * [...piece.apply(of, flatLayout([2])).values].map((value) => Math.round(1000 * value)) // => [2000, 500]
 * ```
 */
export const focusRegion: TransformFactory<typeof options> = defineCombinator({
  name: "focus-region",
  version: 1,
  summary: "Pays the sum of the rewards in full where they point at a goal, and less the farther they turn away.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => ({ min: 0, max: inputs.reduce((sum, { max }: Interval) => sum + Math.max(0, max), 0) }),
    trend: () => "unknown",
    apply: (inputs) => combineRows(inputs, kernelOf(settings, inputs.length)),
  }),
});

function kernelOf({ goal, cosine, border }: FocusRegionOptions, count: number): (row: Float64Array) => number {
  const wanted = perInput("goal", goal ?? 1, count);
  const length = Math.hypot(...wanted);
  const power = Math.log(border) / Math.log(cosine);
  return (row) => {
    let [sum, most] = [0, 0];
    for (let k = 0; k < count; k++) {
      const reward = Math.max(0, row[k] as number);
      sum += reward;
      if (reward > most) most = reward;
    }
    if (most === 0) return 0;
    let [inner, squares] = [0, 0];
    for (let k = 0; k < count; k++) {
      const share = Math.max(0, row[k] as number) / most;
      inner += share * (wanted[k] as number);
      squares += share * share;
    }
    const cos = inner / (Math.sqrt(squares) * length);
    return cos >= cosine ? sum : cos === 0 ? 0 : sum * cos ** power;
  };
}
