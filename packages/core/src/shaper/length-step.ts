import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import type { Interval, Signal } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";

export interface LengthStepOptions {
  /** The longest length that still counts as short, in the unit of `of`: tokens by default. */
  readonly limit: number;
  /** What the step is worth. */
  readonly bonus: number;
  /** `reward` pays short responses, `penalty` charges long ones, `hybrid` does both. */
  readonly mode: "reward" | "penalty" | "hybrid";
}
interface LengthStepInput {
  readonly limit: number;
  readonly bonus?: number | undefined;
  readonly mode?: LengthStepOptions["mode"] | undefined;
}

const options: z.ZodType<LengthStepOptions, LengthStepInput> = z.strictObject({
  limit: z.number().nonnegative(),
  bonus: z.number().positive().default(0.5), // 104 §Mechanism: α = 0.5
  mode: z.enum(["reward", "penalty", "hybrid"]).default("reward"), // 104: the released default
});

/**
 * Pays a fixed bonus for staying within a length, and nothing for being shorter still.
 *
 *   out_i = short if of_i ≤ limit, long otherwise
 *   (short, long) = (bonus, 0) reward · (0, −bonus) penalty · (bonus, −bonus) hybrid
 *
 * The paper steps only for correct responses. Correctness is not an input here: put the condition
 * on the term (`when: correct >= 1`) or around it (`gate(correct >= 1, concise)`), which also keeps
 * the bonus away from truncated responses.
 *
 * @shape of [R] → [R]
 * @unit tokens → reward
 * @throws RewardError GUERDON_OPTION when `limit` is not given
 * @paper 104 (LASER, the step of the fixed target)
 * @kind shaper
 *
 * ```ts doctest
 * import { lengthStep } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const lengths = fullSignal("rollout", [100, 512, 513]);
 * [...lengthStep({ limit: 512 }).apply([lengths], flatLayout([3])).values] // => [0.5, 0.5, 0]
 * ```
 */
export const lengthStep: TransformFactory<typeof options> = defineShaper({
  name: "length-step",
  version: 1,
  summary: "Pays a fixed bonus for staying within a length.",
  options,
  build: ({ limit, bonus, mode }) => {
    const short = mode === "penalty" ? 0 : bonus;
    const long = mode === "reward" ? 0 : -bonus;
    return {
      kind: "shaper",
      inputs: [{ name: "of", default: { use: "length", unit: "tokens" } }],
      range: ([of]) => ({
        min: (of as Interval).max > limit ? long : short,
        max: (of as Interval).min <= limit ? short : long,
      }),
      trend: (_, [of]) => {
        const { min, max } = of as Interval;
        return max <= limit || min > limit ? "constant" : "decreasing";
      },
      apply: ([of]) => mapValues(of as Signal, (length) => (length <= limit ? short : long)),
    };
  },
});
