import { z } from "zod";
import { type AdvantageFactory, defineAdvantage } from "../piece/index.ts";
import type { Signal } from "../signal/index.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { levelFact, type RefineLevel, refineLevel } from "./refine-level.ts";

export interface MaskedAmplifyOptions extends RefineLevel {
  /** `absolute`: A + α·m·|A|, more for successes and less for failures · `relative`: A·(1 + α·m), more for both. */
  readonly form: "absolute" | "relative";
  /** α: how much more; at most 1, above which failures would be praised. */
  readonly alpha: number;
}
type MaskedAmplifyInput = { readonly [K in keyof MaskedAmplifyOptions]?: MaskedAmplifyOptions[K] | undefined };

const options: z.ZodType<MaskedAmplifyOptions, MaskedAmplifyInput> = z.strictObject({
  form: z.enum(["absolute", "relative"]).default("absolute"),
  alpha: z.number().min(0).max(1).default(0.2), // 151 §Mechanism 2
  level: refineLevel,
});

/**
 * Makes the advantages of marked places larger: planning tokens, uncertain steps.
 *
 *   out_i = A_i + alpha · m_i · |A_i|  (absolute) | A_i · (1 + alpha · m_i)  (relative)
 *
 * `mask` is 1 where a place is marked, 0 where it is not, anything between in between. A place
 * without a mask keeps its advantage, and an advantage of 0 stays 0. It belongs at the end of a chain:
 * normalising afterwards takes most of it away.
 *
 * @shape before [T], mask [T] → [T]; at the level of `level`, or of the advantages before it
 * @unit advantage → same
 * @paper 151 §Mechanism 2 (HICRA): A + 0.2·|A| on planning tokens
 * @paper 221 §Pieces: weights of places
 * @kind advantage
 * @alias maskedAmplify = { use: masked-amplify, mask: planning, level: token }
 * @plot { form: "absolute", mask: [1, 1, 0, 0] } over members [1, -1, 1, -1]
 * @plot { form: "relative", mask: [1, 1, 0, 0] } over members [1, -1, 1, -1]
 *
 * ```ts doctest
 * import { maskedAmplify } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [before, mask] = [fullSignal("rollout", [1, -1, 1]), fullSignal("rollout", [1, 1, 0])];
 * const input = { total: fullSignal("rollout", [1, 0, 1]), over: [], before, inputs: [mask] };
 * [...maskedAmplify({ alpha: 0.5 }).advantages(input, flatLayout([3])).values] // => [1.5, -0.5, 1]
 * ```
 */
export const maskedAmplify: AdvantageFactory<typeof options> = defineAdvantage({
  name: "masked-amplify",
  version: 1,
  summary: "Makes the advantages of marked places larger: planning tokens, uncertain steps.",
  options,
  build: (settings) => ({
    scope: "rollout",
    decoupled: false,
    refines: true,
    ...levelFact(settings),
    inputs: [{ name: "mask", ...levelFact(settings) }],
    advantages: ({ before, inputs }) => amplify(settings, before as Signal, inputs?.[0] as Signal),
  }),
});

function amplify({ form, alpha }: MaskedAmplifyOptions, before: Signal, mask: Signal): Signal {
  const out = before.values.slice();
  for (let i = 0; i < out.length; i++) {
    if (mask.present[i] === 0) continue;
    const own = out[i] as number;
    out[i] = own + alpha * (mask.values[i] as number) * (form === "absolute" ? Math.abs(own) : own);
  }
  return fullAdvantage(before.level, out);
}
