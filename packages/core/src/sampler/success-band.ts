import { z } from "zod";
import { defineSampler, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, groupOffsets, type Interval, type Layout, missingAt, type Signal } from "../signal/index.ts";
import { gravestIn } from "./gravest-in.ts";

export interface SuccessBandOptions {
  /** Which of the two bounds are themselves kept. */
  readonly inclusive: "none" | "low" | "high" | "both";
}
type SuccessBandInput = { readonly [K in keyof SuccessBandOptions]?: SuccessBandOptions[K] | undefined };

const options: z.ZodType<SuccessBandOptions, SuccessBandInput> = z.strictObject({
  inclusive: z.enum(["none", "low", "high", "both"]).default("none"), // 046 §Pieces: exclusive
});

/**
 * Keeps the groups whose mean reward lies between two bounds: 1 to keep, 0 to drop.
 *
 *   p_g = mean of of_g over the members with a reward
 *   out_g = 1 if low_g < p_g < high_g, 0 otherwise;  ≤ at the bounds that are inclusive
 *
 * `of` may as well be a value for each group, such as a remembered success rate. A group with no
 * reward is missing. For rewards of 0 and 1 the default is the same as `zero-variance-drop`.
 *
 * @shape of [R], low [G], high [G] → [G]
 * @unit reward, reward, reward → keep
 * @paper 046 §Mechanism (strictly between 0 and 1)
 * @paper 175 §Mechanism (in (0.1, 0.95))
 * @paper 089 §Mechanism (in [0.2, 0.8])
 * @paper 102 §Mechanism (3 to 7 successes of 8)
 * @paper 107 §Mechanism (in (0.01, 0.99))
 * @kind sampler
 * @alias successBand = { use: success-band }
 * @alias difficultyMask = { use: success-band, low: 0.1, high: 0.95 }
 * @alias difficultyFilter = { use: success-band, low: 0.375, high: 0.875, inclusive: both }
 * @alias 089:accuracyFilter = { use: success-band, low: 0.2, high: 0.8, inclusive: both }
 * @plot { low: 0.1, high: 0.95 } over of 0..1
 *
 * ```ts doctest
 * import { successBand } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [low, high] = [fullSignal("group", [0.2, 0.2]), fullSignal("group", [0.8, 0.8])];
 * [...successBand().apply([fullSignal("rollout", [1, 0, 1, 1]), low, high], flatLayout([2, 2])).values] // => [1, 0]
 * ```
 */
export const successBand: TransformFactory<typeof options> = defineSampler({
  name: "success-band",
  version: 1,
  summary: "Keeps the groups whose mean reward lies between two bounds.",
  options,
  build: ({ inclusive }) => {
    const ends: Ends = {
      low: inclusive === "low" || inclusive === "both",
      high: inclusive === "high" || inclusive === "both",
    };
    return {
      scope: "group",
      level: "group",
      inputs: [
        { name: "of", level: "rollout" },
        { name: "low", default: 0 }, // 046 §Pieces
        { name: "high", default: 1 }, // 046 §Pieces
      ],
      range: (inputs) => rangeOfKeep(inputs, ends),
      trend: (index, inputs) => {
        const { min, max } = rangeOfKeep(inputs, ends);
        return min === max ? "constant" : (["unknown", "decreasing", "increasing"] as const)[index as 0 | 1 | 2];
      },
      apply: (inputs, layout) => keep(inputs, layout, ends),
    };
  },
});

/** Whether the bounds belong to the band. */
interface Ends {
  readonly low: boolean;
  readonly high: boolean;
}

function isWithin(value: number, low: number, high: number, ends: Ends): boolean {
  return (ends.low ? value >= low : value > low) && (ends.high ? value <= high : value < high);
}

function rangeOfKeep(inputs: readonly Interval[], ends: Ends): Interval {
  const [of, low, high] = inputs as readonly [Interval, Interval, Interval];
  const always = isWithin(of.min, low.max, high.min, ends) && isWithin(of.max, low.max, high.min, ends);
  const above = ends.low ? of.max >= low.min : of.max > low.min;
  const below = ends.high ? of.min <= high.max : of.min < high.max;
  return { min: always ? 1 : 0, max: above && below ? 1 : 0 };
}

function keep(inputs: readonly Signal[], layout: Layout, ends: Ends): Signal {
  const [of, low, high] = inputs as readonly [Signal, Signal, Signal];
  const offsets = groupOffsets(layout);
  const values = new Float64Array(offsets.length - 1);
  const present = new Uint8Array(values.length);
  for (let g = 0; g < values.length; g++) {
    let count = 0;
    let sum = 0;
    for (let i = offsets[g] as number; i < (offsets[g + 1] as number); i++) {
      if (of.present[i] === 0) continue;
      count++;
      sum += of.values[i] as number;
    }
    if (count === 0 || low.present[g] === 0 || high.present[g] === 0) continue;
    present[g] = 1;
    const mean = sum / count;
    if (!Number.isFinite(mean)) values[g] = mean;
    else if (isWithin(mean, low.values[g] as number, high.values[g] as number, ends)) values[g] = 1;
  }
  return deriveSignal("group", values, present, (g) => {
    if (low.present[g] === 0) return missingAt(low, g);
    if (high.present[g] === 0) return missingAt(high, g);
    return gravestIn(of, offsets[g] as number, offsets[g + 1] as number);
  });
}
