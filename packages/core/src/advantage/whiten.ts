import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import { type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import type { PlaceLevel } from "./classes.ts";
import { countedPlaces } from "./counted-places.ts";
import { divisorOf } from "./divisor.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { type EpsPlace, epsPlace } from "./group-rule.ts";
import { deviation, measure, newMembers } from "./members.ts";
import { levelFact, type RefineLevel, refineLevel } from "./refine-level.ts";

export interface WhitenOptions extends RefineLevel {
  /** Over what mean and deviation are taken. */
  readonly over: "batch" | "group";
  /** Whether the mean is taken away. */
  readonly centre: boolean;
  /** What is divided by. */
  readonly scale: "sample-std" | "population-std" | "none";
  /** Added to the deviation or the variance that is divided by. */
  readonly eps: number;
  /** Where `eps` is added: to the deviation, to the variance, or as the least divisor. */
  readonly epsAt: EpsPlace;
  /** How far from 0 advantages may be afterwards; absent for as far as they like. */
  readonly limit?: number | undefined;
  /** What happens to those farther away: cut to the limit, or set to 0. */
  readonly beyond: "clip" | "mask";
}
type WhitenInput = { readonly [K in keyof WhitenOptions]?: WhitenOptions[K] | undefined };

const options: z.ZodType<WhitenOptions, WhitenInput> = z.strictObject({
  over: z.enum(["batch", "group"]).default("batch"),
  centre: z.boolean().default(true),
  scale: z.enum(["sample-std", "population-std", "none"]).default("sample-std"),
  eps: z.number().nonnegative().default(1e-8), // verl masked_whiten; 066 §Mechanism: floor of the variance
  epsAt: epsPlace.default("variance"),
  limit: z.number().positive().optional(), // 066 §Mechanism: 3
  beyond: z.enum(["clip", "mask"]).default("clip"), // 066 §Mechanism: masked
  level: refineLevel,
});

/**
 * Normalises advantages once more over the batch or the group, and cuts or masks outliers.
 *
 *   z_i = (A_i − m) / d,  m = mean (0 without `centre`), d from the deviation (1 with `scale: none`)
 *   out_i = z_i, or where |z_i| > limit: ±limit (clip) | 0 (mask)
 *
 * Every rollout, step or token counts once. Those whose rollout has no total keep what they have and
 * move nothing. Advantages that are all equal get exactly 0 from `centre`. With `centre: false` and
 * `scale: none` only the limit is left.
 *
 * @shape before [R] → [R]; at the level of `level`, or of the advantages before it
 * @unit advantage → same
 * @paper 221 §Mechanism 6: the mean of the batch is taken away
 * @paper 066 §Mechanism: (A − μ) / σ over all tokens, farther than 3 set to 0
 * @paper 089 §Mechanism 3: whitened over all tokens
 * @paper 175 §Mechanism: advantage clip 2
 * @kind advantage
 * @alias centre = { use: whiten, scale: none }
 * @alias whiten
 * @alias outlierMask = { use: whiten, limit: 3, beyond: mask }
 * @alias advantage clip = { use: whiten, centre: false, scale: none, limit: 5 }
 * @plot { } over members [1, -1, 0.5, 0]
 * @plot { scale: "none" } over members [1, -1, 0.5, 0]
 *
 * ```ts doctest
 * import { whiten } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const input = { total: fullSignal("rollout", [1, 0]), over: [], before: fullSignal("rollout", [3, 1]) };
 * [...whiten({ scale: "none" }).advantages(input, flatLayout([2])).values] // => [1, -1]
 * ```
 */
export const whiten: AdvantageFactory<typeof options> = defineAdvantage({
  name: "whiten",
  version: 1,
  summary: "Normalises advantages once more over the batch or the group, and cuts or masks outliers.",
  options,
  build: (settings) => {
    const alone = !settings.centre && settings.scale === "none";
    return {
      scope: alone ? "rollout" : settings.over,
      decoupled: false,
      refines: true,
      ...levelFact(settings),
      advantages: (input, layout) => normalise(settings, input, layout),
    };
  },
});

function normalise(rule: WhitenOptions, { before, total }: AdvantageInput, layout: Layout): Signal {
  const { level, values } = before as Signal;
  const counted = countedPlaces(level as PlaceLevel, layout, total, []);
  const signal = { level, values, present: counted };
  const offsets = rule.over === "batch" ? Int32Array.of(0, values.length) : memberOffsets(layout, level);
  const out = values.slice();
  const members = newMembers(0, 0, signal);
  for (let g = 0; g + 1 < offsets.length; g++) {
    members.from = offsets[g] as number;
    members.to = offsets[g + 1] as number;
    measure(signal, members);
    const shift = rule.centre ? members.mean : 0;
    const std = deviation(members.squares, members.count, rule.scale === "sample-std" ? 1 : 0);
    const divisor = rule.scale === "none" ? 1 : divisorOf(std, { ...rule, zeroStd: "divide" });
    for (let i = members.from; i < members.to; i++) {
      if (counted[i] === 1) out[i] = limited(((out[i] as number) - shift) / divisor, rule);
    }
  }
  return fullAdvantage(level, out);
}

/** A number that is none stays none, for the engine to report. */
function limited(value: number, { limit, beyond }: WhitenOptions): number {
  if (limit === undefined || !(Math.abs(value) > limit) || !Number.isFinite(value)) return value;
  return beyond === "mask" ? 0 : Math.sign(value) * limit;
}
