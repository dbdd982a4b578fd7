import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import type { Layout, Signal } from "../signal/index.ts";
import type { PlaceLevel } from "./classes.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { levelFact, type RefineLevel, refineLevel } from "./refine-level.ts";

export interface WeighOptions extends RefineLevel {
  /** Whether weights are divided by their mean over the batch. */
  readonly normaliseMean: boolean;
  /** Bounds of the weights after that; absent for none. */
  readonly min?: number | undefined;
  /** The greatest weight; no bound when absent. */
  readonly max?: number | undefined;
}
type WeighInput = { readonly [K in keyof WeighOptions]?: WeighOptions[K] | undefined };

const options: z.ZodType<WeighOptions, WeighInput> = z
  .strictObject({
    normaliseMean: z.boolean().default(false),
    min: z.number().optional(),
    max: z.number().optional(),
    level: refineLevel,
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    path: ["min"],
    message: "must not be above `max`",
  });

/**
 * Multiplies advantages by weights: durations, masks, importance.
 *
 *   out_i = A_i · clip(w_i / m, min, max),  m = mean of the weights of the batch with `normaliseMean`, else 1
 *
 * A mask is a weight of 0 or 1. A place without a weight keeps its advantage. With `normaliseMean`
 * weights of places whose rollout has no total are not in the mean, and a mean of 0 does not divide.
 *
 * @shape before [S], weight [S] → [S]; at the level of `level`, or of the advantages before it
 * @unit advantage, any → advantage
 * @paper 170 §Mechanism: Δt_k · A_k, durations over the mean of the batch, clipped
 * @paper 115 §Mechanism; 148 §Pieces: masks of places
 * @kind advantage
 * @alias durationWeight = { use: weigh, level: step, weight: duration, normaliseMean: true, max: 10 }
 * @alias mask = { use: weigh, weight: kept }
 * @plot { weight: [10, 20, 60, 30], normaliseMean: true } over members [1, 1, -1, -1]
 *
 * ```ts doctest
 * import { weigh } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [before, weight] = [fullSignal("rollout", [1, -1]), fullSignal("rollout", [30, 10])];
 * const input = { total: fullSignal("rollout", [1, 0]), over: [], before, inputs: [weight] };
 * [...weigh({ normaliseMean: true }).advantages(input, flatLayout([2])).values] // => [1.5, -0.5]
 * ```
 */
export const weigh: AdvantageFactory<typeof options> = defineAdvantage({
  name: "weigh",
  version: 1,
  summary: "Multiplies advantages by weights: durations, masks, importance.",
  options,
  build: (settings) => ({
    scope: settings.normaliseMean ? "batch" : "rollout",
    decoupled: false,
    refines: true,
    ...levelFact(settings),
    inputs: [{ name: "weight", ...levelFact(settings) }],
    advantages: (input, layout) => multiply(settings, input, layout),
  }),
});

function multiply({ normaliseMean, min, max }: WeighOptions, input: AdvantageInput, layout: Layout): Signal {
  const [before, weight] = [input.before as Signal, input.inputs?.[0] as Signal];
  const mean = normaliseMean ? meanWeight(weight, before.level as PlaceLevel, input.total, layout) : 1;
  const [least, most] = [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY];
  const out = before.values.slice();
  for (let i = 0; i < out.length; i++) {
    if (weight.present[i] === 0) continue;
    const factor = (weight.values[i] as number) / mean;
    out[i] = (out[i] as number) * Math.min(Math.max(factor, least), most);
  }
  return fullAdvantage(before.level, out);
}

/** Mean of the weights of rollouts with a reward; 1 where it is 0 or there are none, NaN for an overflow. */
function meanWeight(weight: Signal, level: PlaceLevel, total: Signal, layout: Layout): number {
  const counted = countedPlaces(level, layout, total, [weight]);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < counted.length; i++) {
    if (counted[i] === 0) continue;
    sum += weight.values[i] as number;
    count++;
  }
  if (count === 0 || sum === 0) return 1;
  return Number.isFinite(sum) ? sum / count : Number.NaN;
}
