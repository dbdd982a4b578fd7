import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { accumulateDeltas } from "./accumulate-deltas.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { type WhitenRule, whitenPlaces, whitenRuleShape } from "./whiten-places.ts";

export interface MultiHeadGaeOptions extends WhitenRule {
  /** Where rewards and values are. */
  readonly level: "step" | "token";
  /** One number for all heads, or one for each in order. */
  readonly gamma: number | readonly number[];
  /** How far the advantage of each head looks ahead; one number for all, or one for each. */
  readonly lambda: number | readonly number[];
  /** What each head counts, in order; all 1 when absent. `given`: each head lists its weight as a third thing. */
  readonly weights?: readonly number[] | "given" | undefined;
}
type MultiHeadGaeInput = { readonly [K in keyof MultiHeadGaeOptions]?: MultiHeadGaeOptions[K] | undefined };

const share: z.ZodType<number, number> = z.number().min(0).max(1);
const shares: z.ZodType<number | readonly number[], number | readonly number[]> = z.union([
  share,
  z.array(share).min(1).readonly(),
]);

const options: z.ZodType<MultiHeadGaeOptions, MultiHeadGaeInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("token"),
  gamma: shares.default(1),
  lambda: shares.default(0.95), // 028 §Mechanism: λ = 0.95
  weights: z.union([z.literal("given"), z.array(z.number()).min(1).readonly()]).optional(),
  ...whitenRuleShape(true), // 055 §Mechanism: each head's advantages whitened on their own
});

/**
 * One critic for each reward: estimates advantages head by head, whitens each, and mixes them.
 *
 *   out_t = Σ_k weight_k · whiten(GAE(reward_k, value_k; gamma_k, lambda_k))_t
 *
 * `heads` lists the rewards and the values of each head: `heads: [helpful, v_helpful, kl, v_kl]`. With
 * `weights: given` each lists its weight besides, which may be a term that a controller moves:
 * `heads: [helpful, v_helpful, mu, kl, v_kl, 1 - mu]`. A place that lacks a reward or value of a head is
 * passed over by that head; one that lacks its weight gets nothing from it. A head without variation
 * gives 0, not unit noise. A rollout without a total gets 0.
 *
 * @shape heads 2K × [T], or 3K × [T] with `weights: given`, → [T]; steps instead of tokens with `level: step`
 * @unit reward → advantage
 * @throws RewardError GUERDON_OPTION when `heads` is not in twos (threes), or a list has not one for each head
 * @paper 055 §Mechanism: Σ_i μ_i·Â_i, one critic head for each component
 * @paper 028 §Mechanism: c_e·A_e + c_i·A_i with γ_e = 0.999 and γ_i = 0.99, 2 : 1
 * @kind advantage
 * @alias multiHeadGAE = { use: multi-head-gae, weights: given, heads: [intent, v_intent, mu, kl, v_kl, 1 - mu] }
 * @alias twoStreamAdvantage = { use: multi-head-gae, gamma: [0.999, 0.99], weights: [2, 1], whiten: false, heads: [extrinsic, v_e, intrinsic, v_i] }
 * @plot { whiten: false, weights: [1, 0] } over tokens [[0, 0, 1], [0.2, 0.4, 0.6], [0.5, 0, 0], [0.1, 0, 0]]
 * @plot { whiten: false, weights: [0, 1] } over tokens [[0, 0, 1], [0.2, 0.4, 0.6], [0.5, 0, 0], [0.1, 0, 0]]
 * @plot { whiten: false, weights: [2, 1] } over tokens [[0, 0, 1], [0.2, 0.4, 0.6], [0.5, 0, 0], [0.1, 0, 0]]
 *
 * ```ts doctest
 * import { multiHeadGae } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), tokenOffsets: Int32Array.of(0, 2) };
 * const inputs = [[0, 1], [0, 0], [1, 0], [0, 0]].map((values) => fullSignal("token", values));
 * const piece = multiHeadGae({ lambda: 1, weights: [2, 1], whiten: false });
 * [...piece.advantages({ total: fullSignal("rollout", [1]), over: [], inputs }, layout).values] // => [3, 2]
 * ```
 */
export const multiHeadGae: AdvantageFactory<typeof options> = defineAdvantage({
  name: "multi-head-gae",
  version: 1,
  summary: "One critic for each reward: estimates advantages head by head, whitens each, and mixes them.",
  options,
  build: (settings) => ({
    scope: settings.whiten ? "batch" : "rollout",
    decoupled: false,
    level: settings.level,
    inputs: [{ name: "heads", level: settings.level, many: true }],
    advantages: (input, layout) => mix(settings, input, layout),
  }),
});

function mix(rule: MultiHeadGaeOptions, { total, inputs = [] }: AdvantageInput, layout: Layout): Signal {
  const parts = rule.weights === "given" ? 3 : 2;
  const heads = headsOf(inputs.length, parts);
  const [gammas, lambdas] = [forEachHead("gamma", rule.gamma, heads), forEachHead("lambda", rule.lambda, heads)];
  const weights = forEachHead("weights", typeof rule.weights === "object" ? rule.weights : 1, heads);
  const offsets = rolloutOffsets(layout, rule.level);
  const ends = new Float64Array(layout.groupOf.length);
  const out = new Float64Array(offsets[layout.groupOf.length] as number);
  for (let k = 0; k < heads; k++) {
    const [reward, value] = [inputs[parts * k] as Signal, inputs[parts * k + 1] as Signal];
    const counted = countedPlaces(rule.level, layout, total, [reward, value]);
    const trace = { rewards: reward.values, values: value.values, counted, offsets, ends };
    const own = accumulateDeltas(trace, { gamma: gammas[k] as number, lambda: lambdas[k] as number });
    whitenPlaces(own, counted, rule);
    addHead(out, own, weights[k] as number, parts === 3 ? inputs[3 * k + 2] : undefined);
  }
  return fullAdvantage(rule.level, out);
}

function addHead(out: Float64Array, own: Float64Array, weight: number, given: Signal | undefined): void {
  for (let i = 0; i < out.length; i++) {
    if (given?.present[i] === 0) continue;
    out[i] = (out[i] as number) + (given === undefined ? weight : (given.values[i] as number)) * (own[i] as number);
  }
}

function headsOf(inputs: number, parts: 2 | 3): number {
  if (inputs % parts === 0) return inputs / parts;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`heads\` to list ${parts} things for each head, got ${inputs} in all.`,
    {
      hint: "Name the rewards and the values of each head, and with `weights: given` its weight.",
      details: { expected: parts, got: inputs },
    },
  );
}

function forEachHead(name: string, given: number | readonly number[], heads: number): readonly number[] {
  if (typeof given === "number") return new Array<number>(heads).fill(given);
  if (given.length === heads) return given;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`${name}\` to have one number for each of the ${heads} heads, got ${given.length}.`,
    { details: { expected: heads, got: given.length } },
  );
}
