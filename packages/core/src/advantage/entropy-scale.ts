import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import type { Layout, Signal } from "../signal/index.ts";
import type { PlaceLevel } from "./classes.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { levelFact, type RefineLevel, refineLevel } from "./refine-level.ts";
import { unitRange } from "./unit-range.ts";

export interface EntropyScaleOptions extends RefineLevel {
  /** How much less the most uncertain place counts than the most certain: e^−k. */
  readonly k: number;
  /** Whether factors are divided by their mean over the batch. */
  readonly normaliseMean: boolean;
}
type EntropyScaleInput = { readonly [K in keyof EntropyScaleOptions]?: EntropyScaleOptions[K] | undefined };

const options: z.ZodType<EntropyScaleOptions, EntropyScaleInput> = z.strictObject({
  k: z.number().default(1), // 221 §Mechanism 4
  normaliseMean: z.boolean().default(true), // 221 §Mechanism 4
  level: refineLevel,
});

/**
 * Weighs advantages by how sure the policy was: confident places count more, uncertain ones less.
 *
 *   n_i = (H_i − min H) / (max H − min H) over the batch,  g_i = e^{−k·n_i} / mean of e^{−k·n}
 *   out_i = A_i · g_i
 *
 * Factors have the mean 1, so that the scale of the update stays. Where all are equally uncertain
 * every factor is 1. A place without an entropy, or whose rollout has no total, keeps its advantage and
 * moves nothing. Entropies are those of the policy that acted.
 *
 * @shape before [S], entropy [S] → [S]; at the level of `level`, or of the advantages before it
 * @unit advantage, nats → advantage
 * @paper 221 §Mechanism 3–4 (EMPG): k = 1, min and max over all steps of the batch
 * @kind advantage
 * @alias entropyScale = { use: entropy-scale, level: step, k: 1 }
 * @plot { entropy: [0, 1, 2, 3] } over members [1, 1, -1, -1]
 *
 * ```ts doctest
 * import { entropyScale } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [before, entropy] = [fullSignal("rollout", [1, 1]), fullSignal("rollout", [0, 2])];
 * const input = { total: fullSignal("rollout", [1, 0]), over: [], before, inputs: [entropy] };
 * const piece = entropyScale({ k: Math.log(3) });
 * Array.from(piece.advantages(input, flatLayout([2])).values, (value) => value.toFixed(6)) // => ["1.500000", "0.500000"]
 * ```
 */
export const entropyScale: AdvantageFactory<typeof options> = defineAdvantage({
  name: "entropy-scale",
  version: 1,
  summary: "Weighs advantages by how sure the policy was: confident places count more, uncertain ones less.",
  options,
  build: (settings) => ({
    scope: "batch",
    decoupled: false,
    refines: true,
    ...levelFact(settings),
    inputs: [{ name: "entropy", ...levelFact(settings) }],
    advantages: (input, layout) => scale(settings, input, layout),
  }),
});

function scale({ k, normaliseMean }: EntropyScaleOptions, input: AdvantageInput, layout: Layout): Signal {
  const [before, entropy] = [input.before as Signal, input.inputs?.[0] as Signal];
  const counted = countedPlaces(before.level as PlaceLevel, layout, input.total, [entropy]);
  const factors = unitRange(entropy.values, counted);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < factors.length; i++) {
    if (counted[i] === 0) continue;
    factors[i] = Math.exp(-k * (factors[i] as number));
    sum += factors[i] as number;
    count++;
  }
  const mean = normaliseMean && count > 0 ? sum / count : 1;
  const out = before.values.slice();
  for (let i = 0; i < out.length; i++) {
    if (counted[i] === 1) out[i] = ((out[i] as number) * (factors[i] as number)) / mean;
  }
  return fullAdvantage(before.level, out);
}
