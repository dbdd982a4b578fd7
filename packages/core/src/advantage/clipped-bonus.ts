import { z } from "zod";
import { type AdvantageFactory, defineAdvantage } from "../piece/index.ts";
import type { Signal } from "../signal/index.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { levelFact, type RefineLevel, refineLevel } from "./refine-level.ts";

export interface ClippedBonusOptions extends RefineLevel {
  /** A bonus is at most |A| / kappa. */
  readonly kappa: number;
  /** Whether a negative bonus counts as 0; else it is at least −|A| / kappa. */
  readonly relu: boolean;
  /** Whether negative advantages get none. */
  readonly onlyPositive: boolean;
}
type ClippedBonusInput = { readonly [K in keyof ClippedBonusOptions]?: ClippedBonusOptions[K] | undefined };

const options: z.ZodType<ClippedBonusOptions, ClippedBonusInput> = z.strictObject({
  kappa: z.number().min(1).default(2), // 222 §Mechanism 6
  relu: z.boolean().default(true), // 222 §Mechanism 6
  onlyPositive: z.boolean().default(false),
  level: refineLevel,
});

/**
 * Adds a bonus that can never outweigh the advantage it is added to.
 *
 *   out_i = A_i + min(max(bonus_i, 0), |A_i| / kappa);  without `relu`, max(bonus_i, −|A_i| / kappa)
 *
 * Signs are kept and an advantage of 0 stays 0. With `onlyPositive` failures are not softened. A
 * place without a bonus keeps its advantage.
 *
 * @shape before [R], bonus [R] → [R]; at the level of `level`, or of the advantages before it
 * @unit advantage → same
 * @paper 222 §Mechanism 6 (VERL): κ = 2
 * @kind advantage
 * @alias clippedBonus = { use: clipped-bonus, kappa: 2, bonus: aux }
 * @plot { bonus: [0.3, 0.3, 0.3, -0.3] } over members [1, -1, 0.2, 1]
 *
 * ```ts doctest
 * import { clippedBonus } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [before, bonus] = [fullSignal("rollout", [1, -1, 0]), fullSignal("rollout", [0.25, 3, 3])];
 * const input = { total: fullSignal("rollout", [1, 0, 0]), over: [], before, inputs: [bonus] };
 * [...clippedBonus().advantages(input, flatLayout([3])).values] // => [1.25, -0.5, 0]
 * ```
 */
export const clippedBonus: AdvantageFactory<typeof options> = defineAdvantage({
  name: "clipped-bonus",
  version: 1,
  summary: "Adds a bonus that can never outweigh the advantage it is added to.",
  options,
  build: (settings) => ({
    scope: "rollout",
    decoupled: false,
    refines: true,
    ...levelFact(settings),
    inputs: [{ name: "bonus", ...levelFact(settings) }],
    advantages: ({ before, inputs }) => addBonus(settings, before as Signal, inputs?.[0] as Signal),
  }),
});

function addBonus({ kappa, relu, onlyPositive }: ClippedBonusOptions, before: Signal, bonus: Signal): Signal {
  const out = before.values.slice();
  for (let i = 0; i < out.length; i++) {
    const own = out[i] as number;
    if (bonus.present[i] === 0 || (onlyPositive && own < 0)) continue;
    const most = Math.abs(own) / kappa;
    out[i] = own + Math.min(Math.max(bonus.values[i] as number, relu ? 0 : -most), most);
  }
  return fullAdvantage(before.level, out);
}
