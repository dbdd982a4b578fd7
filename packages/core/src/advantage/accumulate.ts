import { z } from "zod";
import { type AdvantageFactory, defineAdvantage } from "../piece/index.ts";
import { rolloutOffsets, type Signal } from "../signal/index.ts";
import { fullAdvantage } from "./full-advantage.ts";

export interface AccumulateOptions {
  /** Whether the values are of steps or of tokens. */
  readonly level: "step" | "token";
  /** What an advantage one place later counts. */
  readonly gamma: number;
}
type AccumulateInput = { readonly [K in keyof AccumulateOptions]?: AccumulateOptions[K] | undefined };

const options: z.ZodType<AccumulateOptions, AccumulateInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  gamma: z.number().min(0).max(1).default(1), // 165 §Mechanism 5
});

/**
 * Sums advantages from each step or token to the end of its rollout.
 *
 *   out_t = Σ_{k ≥ t} gamma^{k−t} · A_k
 *
 * For rewards that are normalised place by place before they are added up; the `reward-to-go` of the
 * credit section adds them up before.
 *
 * @shape before [S] → [S]; tokens instead of steps with `level: token`
 * @unit advantage → same
 * @paper 165 §Mechanism 5: A_t = Σ_{k≥t} γ^{k−t} r̃_k, γ = 1
 * @kind advantage
 * @alias 165:rewardToGo = { use: accumulate, gamma: 1 }
 * @plot { gamma: 1 } over steps [0, 0, 1]
 * @plot { gamma: 0.5 } over steps [0, 0, 1]
 *
 * ```ts doctest
 * import { accumulate } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const input = { total: fullSignal("rollout", [1]), over: [], before: fullSignal("step", [1, 0, 4]) };
 * [...accumulate({ gamma: 0.5 }).advantages(input, layout).values] // => [2, 2, 4]
 * ```
 */
export const accumulate: AdvantageFactory<typeof options> = defineAdvantage({
  name: "accumulate",
  version: 1,
  summary: "Sums advantages from each step or token to the end of its rollout.",
  options,
  build: ({ level, gamma }) => ({
    scope: "rollout",
    decoupled: false,
    refines: true,
    level,
    advantages: ({ before }, layout) => {
      const out = (before as Signal).values.slice();
      const offsets = rolloutOffsets(layout, level);
      for (let r = 0; r + 1 < offsets.length; r++) {
        for (let i = (offsets[r + 1] as number) - 2; i >= (offsets[r] as number); i--) {
          out[i] = (out[i] as number) + gamma * (out[i + 1] as number);
        }
      }
      return fullAdvantage(level, out);
    },
  }),
});
