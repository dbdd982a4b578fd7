import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage, type InputSpec } from "../piece/index.ts";
import type { Layout, Signal } from "../signal/index.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { normalisePlaces } from "./normalise-places.ts";
import { type PlaceRule, placeRuleShape } from "./place-rule.ts";

export interface EpisodePlusStepOptions extends PlaceRule {
  /** Where the step rewards are. */
  readonly level: "step" | "token";
}
type EpisodePlusStepInput = { readonly [K in keyof EpisodePlusStepOptions]?: EpisodePlusStepOptions[K] | undefined };

const options: z.ZodType<EpisodePlusStepOptions, EpisodePlusStepInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  ...placeRuleShape({ baseline: "leave-one-out", scale: "none" }), // 124 §Mechanism 3: RLOO over all steps
});

/**
 * Adds to the advantage of the rollout what its steps did better than other steps.
 *
 *   out_i = A_before(i) + weight_i · a_i
 *   a_i = (credit_i − mean_c) / (std_c + eps)  over the class c of i, cut to ±clip
 *
 * Classes, baseline and deviation are those of `group-by`: all steps of the group, steps with the
 * same index, or with the same `key` (with a key for each state met, GiGPO). With `baseline: none`
 * and `scale: none` the step rewards themselves are added. A step without a reward, key or weight,
 * or whose rollout has no total, keeps what it had and moves nothing. The rollout part is the
 * piece before: `[rloo, { use: episode-plus-step }]`.
 *
 * @shape before [S], credit [S], weight [S], key [S] with `by: key` → [S]; tokens instead of steps with `level: token`
 * @unit advantage, reward, 1 → advantage
 * @paper 124 §Mechanism 3: A = A_E + α·A_S, α = 1, over all steps of the group
 * @paper 148 §Mechanism: A_i + λ·r_{i,t} for node actions, λ = 0.3
 * @paper 041 §Mechanism: A_traj + β·A_turn, both without a deviation, β = 1
 * @paper 010 §Mechanism 5: outcome and process advantages, each cut to ±5
 * @paper 165 §Mechanism 5: gains of turns and outcome normalised apart
 * @kind advantage
 * @alias episodePlusStep = { use: episode-plus-step, weight: 1 }
 * @alias groupPlusStep = { use: episode-plus-step, baseline: none, weight: 0.3 }
 * @alias advantageSum = { use: episode-plus-step, baseline: group-mean, weight: 1 }
 * @alias dualAdvantage = { use: episode-plus-step, by: index, baseline: group-mean, scale: population-std, eps: 1e-8, clip: 5 }
 * @alias stepBaseline perIndex = { use: episode-plus-step, by: index }
 * @alias state-matched groups (GiGPO) = { use: episode-plus-step, by: key, key: state }
 * @plot { credit: [0, 2, 1], weight: 1 } over steps [1, 1, 1]
 * @plot { credit: [0, 2, 1], weight: 0.3 } over steps [1, 1, 1]
 *
 * ```ts doctest
 * import { episodePlusStep } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 1, 2) };
 * const inputs = [fullSignal("step", [3, 1]), fullSignal("step", [0.5, 0.5])];
 * const input = { total: fullSignal("rollout", [1, 0]), over: [], before: fullSignal("step", [1, -1]), inputs };
 * [...episodePlusStep().advantages(input, layout).values] // => [2, -2]
 * ```
 */
export const episodePlusStep: AdvantageFactory<typeof options> = defineAdvantage({
  name: "episode-plus-step",
  version: 1,
  summary: "Adds to the advantage of the rollout what its steps did better than other steps.",
  options,
  build: (settings) => {
    const { level, by, among } = settings;
    const weight: InputSpec = { name: "weight", level, default: 1 }; // 124 §Mechanism 3: α = 1
    const key: readonly InputSpec[] = by === "key" ? [{ name: "key", level }] : [];
    return {
      scope: among,
      decoupled: false,
      refines: true,
      level,
      inputs: [{ name: "credit", level }, weight, ...key],
      advantages: (input, layout) => addSteps(settings, input, layout),
    };
  },
});

function addSteps(rule: EpisodePlusStepOptions, input: AdvantageInput, layout: Layout): Signal {
  const [credit, weight, key] = input.inputs as readonly [Signal, Signal, Signal?];
  const counted = countedPlaces(rule.level, layout, input.total, [credit, weight]);
  const own = normalisePlaces(credit.values, counted, { level: rule.level, layout, key }, rule);
  const before = (input.before as Signal).values;
  for (let i = 0; i < own.length; i++) {
    own[i] = (before[i] as number) + (counted[i] === 1 ? (weight.values[i] as number) * (own[i] as number) : 0);
  }
  return fullAdvantage(rule.level, own);
}
