import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { unitRange } from "./unit-range.ts";

export interface FutureClarityOptions {
  /** Whether the values are of steps or of tokens. */
  readonly level: "step" | "token";
  /** How much less an uncertain next place is worth than a certain one: e^−kf. */
  readonly kf: number;
  /** What a certain next place is worth. */
  readonly zeta: number;
}
type FutureClarityInput = { readonly [K in keyof FutureClarityOptions]?: FutureClarityOptions[K] | undefined };

const options: z.ZodType<FutureClarityOptions, FutureClarityInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  kf: z.number().default(1), // 221 §Mechanism 5
  zeta: z.number().default(0.1), // 221 §Mechanism 6
});

/**
 * Adds a bonus to steps that lead to a place where the policy is sure.
 *
 *   out_t = A_t + zeta · e^{−kf·n_{t+1}},  n = entropies stretched to 0 … 1 over the batch
 *
 * The last step of a rollout gets nothing, and neither does one whose next step has no entropy or
 * whose rollout has no total. The bonus does not look at the outcome, so a `whiten` after it that
 * takes the mean away belongs to it.
 *
 * @shape before [S], entropy [S] → [S]; tokens instead of steps with `level: token`
 * @unit advantage, nats → advantage
 * @paper 221 §Mechanism 5–6 (EMPG): ζ = 0.1, k_f = 1
 * @kind advantage
 * @alias futureClarity = { use: future-clarity, kf: 1, zeta: 0.1 }
 * @plot { entropy: [2, 0, 1, 2], zeta: 0.1 } over steps [1, 1, 1, 1]
 * @plot { entropy: [2, 0, 1, 2], zeta: 0.5 } over steps [1, 1, 1, 1]
 *
 * ```ts doctest
 * import { futureClarity } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [before, entropy] = [fullSignal("step", [1, 1, 1]), fullSignal("step", [2, 0, 2])];
 * const input = { total: fullSignal("rollout", [1]), over: [], before, inputs: [entropy] };
 * const piece = futureClarity({ kf: Math.log(2), zeta: 1 });
 * [...piece.advantages(input, layout).values] // => [2, 1.5, 1]
 * ```
 */
export const futureClarity: AdvantageFactory<typeof options> = defineAdvantage({
  name: "future-clarity",
  version: 1,
  summary: "Adds a bonus to steps that lead to a place where the policy is sure.",
  options,
  build: (settings) => ({
    scope: "batch",
    decoupled: false,
    refines: true,
    level: settings.level,
    inputs: [{ name: "entropy", level: settings.level }],
    advantages: (input, layout) => addClarity(settings, input, layout),
  }),
});

function addClarity({ level, kf, zeta }: FutureClarityOptions, input: AdvantageInput, layout: Layout): Signal {
  const [before, entropy] = [input.before as Signal, input.inputs?.[0] as Signal];
  const counted = countedPlaces(level, layout, input.total, [entropy]);
  const uncertainty = unitRange(entropy.values, counted);
  const offsets = rolloutOffsets(layout, level);
  const out = before.values.slice();
  for (let r = 0; r + 1 < offsets.length; r++) {
    for (let i = offsets[r] as number; i + 1 < (offsets[r + 1] as number); i++) {
      if (counted[i + 1] === 0) continue;
      out[i] = (out[i] as number) + zeta * Math.exp(-kf * (uncertainty[i + 1] as number));
    }
  }
  return fullAdvantage(level, out);
}
