import { z } from "zod";
import { defineSampler, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, groupOffsets, type Interval, type Layout, type Signal } from "../signal/index.ts";
import { gravestIn } from "./gravest-in.ts";

export interface ZeroVarianceDropOptions {
  /** Rewards that lie no farther apart are equal. */
  readonly tolerance: number;
}
type ZeroVarianceDropInput = { readonly [K in keyof ZeroVarianceDropOptions]?: ZeroVarianceDropOptions[K] | undefined };

const options: z.ZodType<ZeroVarianceDropOptions, ZeroVarianceDropInput> = z.strictObject({
  tolerance: z.number().nonnegative().default(0),
});

/**
 * Keeps the groups whose rewards differ: 1 to keep, 0 to drop.
 *
 *   out_g = 1 if max of_g − min of_g > tolerance, 0 otherwise
 *
 * Of the members with a reward alone, so a group with one of them is dropped; a group with none is
 * missing. Equal rewards give a group-relative advantage nothing to learn from. What has to be
 * asked for again is counted by `refillPlan`.
 *
 * @shape of [R] → [G]
 * @unit reward → keep
 * @paper 206 §Mechanism (dynamic sampling)
 * @paper 046 §Mechanism (dynamic filter)
 * @paper 142 §Mechanism (all right is dropped, all wrong escalates)
 * @paper 198 §Pitfalls (the share of such groups)
 * @paper 091 (all-correct groups)
 * @kind sampler
 * @alias zeroVarianceDrop = { use: zero-variance-drop }
 * @alias 206:dynamicSampling = { use: zero-variance-drop }
 * @alias 142:dynamicSampling = { use: zero-variance-drop }
 * @plot {} over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { zeroVarianceDrop } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...zeroVarianceDrop().apply([fullSignal("rollout", [1, 0, 1, 1])], flatLayout([2, 2])).values] // => [1, 0]
 * ```
 */
export const zeroVarianceDrop: TransformFactory<typeof options> = defineSampler({
  name: "zero-variance-drop",
  version: 1,
  summary: "Keeps the groups whose rewards differ.",
  options,
  build: ({ tolerance }) => ({
    scope: "group",
    level: "group",
    inputs: [{ name: "of", level: "rollout" }],
    range: ([of]) => ({ min: 0, max: (of as Interval).max - (of as Interval).min > tolerance ? 1 : 0 }),
    trend: (_, [of]) => ((of as Interval).max - (of as Interval).min > tolerance ? "unknown" : "constant"),
    apply: ([of], layout) => keep(of as Signal, layout, tolerance),
  }),
});

function keep(of: Signal, layout: Layout, tolerance: number): Signal {
  const offsets = groupOffsets(layout);
  const values = new Float64Array(offsets.length - 1);
  const present = new Uint8Array(values.length);
  for (let g = 0; g < values.length; g++) {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = offsets[g] as number; i < (offsets[g + 1] as number); i++) {
      if (of.present[i] === 0) continue;
      present[g] = 1;
      const value = of.values[i] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (most - least > tolerance) values[g] = 1;
  }
  return deriveSignal("group", values, present, (g) => gravestIn(of, offsets[g] as number, offsets[g + 1] as number));
}
