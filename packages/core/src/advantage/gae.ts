import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage, type InputSpec } from "../piece/index.ts";
import { type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";
import { accumulateDeltas, type Discount } from "./accumulate-deltas.ts";
import { addOutcome } from "./add-outcome.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { type WhitenRule, whitenPlaces, whitenRuleShape } from "./whiten-places.ts";

export interface GaeOptions extends Discount, WhitenRule {
  /** Where values and rewards are. */
  readonly level: "step" | "token";
  /** What is paid: the total at the last place, the input `credit`, or both. */
  readonly rewards: "outcome" | "credit" | "both";
}
type GaeInput = { readonly [K in keyof GaeOptions]?: GaeOptions[K] | undefined };

const options: z.ZodType<GaeOptions, GaeInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("token"),
  rewards: z.enum(["outcome", "credit", "both"]).default("outcome"),
  gamma: z.number().min(0).max(1).default(1), // 109 §Mechanism, 185 §Mechanism: γ = 1
  lambda: z.number().min(0).max(1).default(0.95), // 109 §Mechanism, 185 §Mechanism: λ = 0.95
  horizon: z.int().positive().optional(),
  ...whitenRuleShape(false),
});

/**
 * Generalised advantage estimation: discounted sums of the differences from a critic's values.
 *
 *   δ_t = r_t + gamma·V_{t+1} − V_t,  V after the last place = bootstrap
 *   out_t = Σ_l (gamma·lambda)^l · δ_{t+l},  l < horizon
 *
 * `lambda: 0` is the TD residual, `lambda: 1` the return minus the value, `horizon: n` with
 * `lambda: 1` the n-step advantage, and `values: 0` the (discounted) reward-to-go. `bootstrap` is
 * what a rollout that was cut off is still worth. A place without a value, or without the credit
 * that is paid, is passed over as an observation of another is: it gets 0 and its neighbours become
 * each other's. A rollout without a total or `bootstrap` gets 0 everywhere.
 *
 * @shape values [T], bootstrap [R], credit [T] unless `rewards: outcome` → [T]; steps instead of tokens with `level: step`
 * @unit reward → advantage
 * @paper 109 §Mechanism: token-level GAE, γ = 1, λ = 0.95
 * @paper 121 §Pieces: by token or by turn
 * @paper 185 §Mechanism: γ = 1, λ = 0.95
 * @paper 047 §Mechanism; 022 §Mechanism B: r + γV(s') − V(s)
 * @paper 066 §Mechanism: returns over all tokens, whitened (REINFORCE++)
 * @paper 028 §Mechanism: λ = 0.95, γ = 0.99
 * @kind advantage
 * @alias gae
 * @alias td-residual = { use: gae, lambda: 0 }
 * @alias nStep = { use: gae, lambda: 1, horizon: 4 }
 * @alias reinforce++ = { use: gae, values: 0, lambda: 1, whiten: true }
 * @plot { level: "step", lambda: 0.95 } over steps [0.2, 0.3, 0.8]
 * @plot { level: "step", lambda: 0 } over steps [0.2, 0.3, 0.8]
 *
 * ```ts doctest
 * import { gae } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), tokenOffsets: Int32Array.of(0, 3) };
 * const inputs = [fullSignal("token", [0.5, 0.5, 0.5]), fullSignal("rollout", [0])];
 * const input = { total: fullSignal("rollout", [1]), over: [], inputs };
 * [...gae({ lambda: 0.5 }).advantages(input, layout).values] // => [0.125, 0.25, 0.5]
 * ```
 */
export const gae: AdvantageFactory<typeof options> = defineAdvantage({
  name: "gae",
  version: 1,
  summary: "Generalised advantage estimation: discounted sums of the differences from a critic's values.",
  options,
  build: (settings) => {
    const { level, rewards, whiten } = settings;
    const credit: readonly InputSpec[] = rewards === "outcome" ? [] : [{ name: "credit", level }];
    return {
      scope: whiten ? "batch" : "rollout",
      decoupled: false,
      level,
      inputs: [{ name: "values", level }, { name: "bootstrap", level: "rollout", default: 0 }, ...credit],
      advantages: (input, layout) => estimate(settings, input, layout),
    };
  },
});

function estimate(rule: GaeOptions, { total, inputs }: AdvantageInput, layout: Layout): Signal {
  const [values, bootstrap, credit] = inputs as readonly [Signal, Signal, Signal?];
  const offsets = rolloutOffsets(layout, rule.level);
  const scored = bothPresent(total, bootstrap);
  const counted = countedPlaces(rule.level, layout, scored, credit === undefined ? [values] : [values, credit]);
  const rewards = rewardsOf(rule, credit, counted.length);
  if (rule.rewards !== "credit") addOutcome(rewards, scored, counted, offsets);
  const trace = { rewards, values: values.values, counted, offsets, ends: bootstrap.values };
  const out = accumulateDeltas(trace, rule);
  whitenPlaces(out, counted, rule);
  return fullAdvantage(rule.level, out);
}

/** The credit that is paid, in a column of its own where the outcome comes on top. */
function rewardsOf({ rewards }: GaeOptions, credit: Signal | undefined, length: number): Float64Array {
  if (credit === undefined) return new Float64Array(length);
  return rewards === "both" ? credit.values.slice() : credit.values;
}

function bothPresent(total: Signal, other: Signal): Signal {
  if (!other.present.includes(0)) return total;
  const present = total.present.map((own, r) => own & (other.present[r] as number));
  return { level: total.level, values: total.values, present };
}
