import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
  UNIT,
} from "../signal/index.ts";

export interface AsymmetricTrustOptions {
  /** How much of the room above trust a good signal of 1 fills. */
  readonly gain: number;
  /** What share of trust a bad signal of 1 takes. */
  readonly loss: number;
  /** How much of the room above damage a bad signal of 1 fills. */
  readonly damage: number;
  /** What share of the damage heals in a step. */
  readonly healing: number;
  /** How much more is lost by one who depends wholly. */
  readonly exposure: number;
  /** Trust before the first step; there is no damage then. */
  readonly initial: number;
  /** Trust after each step, or the damage that bounds it. */
  readonly give: "trust" | "damage";
}
type AsymmetricTrustInput = { readonly [K in keyof AsymmetricTrustOptions]?: AsymmetricTrustOptions[K] | undefined };

const share = z.number().min(0).max(1);
const options: z.ZodType<AsymmetricTrustOptions, AsymmetricTrustInput> = z.strictObject({
  gain: share.default(0.1), // 049 §Mechanism: λ+ = 0.10
  loss: share.default(0.3), // 049 §Mechanism: λ− = 0.30
  damage: share.default(0.6), // 049 §Mechanism: μ = 0.60
  healing: share.default(0.03), // 049 §Mechanism: δ = 0.03
  exposure: z.number().nonnegative().default(0.5), // 049 §Mechanism: ξ = 0.50
  initial: share.default(0.5), // 049 §Mechanism: T₀ = 0.5
  give: z.enum(["trust", "damage"]).default("trust"),
});

/**
 * Trust that is built slowly and lost fast, with a ceiling that damage lowers.
 *
 *   s = of_t, cut to −1 … 1
 *   s > 0   T ← T + gain · s · max(1 − D − T, 0)
 *   s ≤ 0   T ← T − loss · |s| · T · (1 + exposure · dependence),  D ← D + damage · |s| · (1 − D)
 *   then    D ← D · (1 − healing),  T ← min(T, 1 − D), both within 0 … 1;  out_t = T or D
 *
 * T starts at `initial` and D at 0 in each rollout. The signal says how much better a partner did than
 * was expected: `tanh(0.1 * (action - 35))`. With other rates it is any average that rises slower than it
 * falls. From a missing signal on a rollout is missing, for its reason.
 *
 * @shape of [S], dependence [R] → [S]
 * @unit −1 … 1, share → share
 * @paper 049 §Mechanism (trust and reputation damage of each ordered pair of agents)
 * @kind shaper
 * @alias asymmetricTrust = { use: asymmetric-trust, of: "tanh(action - baseline)", dependence: 0.6 }
 * @plot { give: trust } over steps [1, 1, 1, -1, 1, 1, 1, 1]
 * @plot { give: damage } over steps [1, 1, 1, -1, 1, 1, 1, 1]
 *
 * ```ts doctest
 * import { asymmetricTrust } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 2) };
 * const inputs = [fullSignal("step", [1, -1]), fullSignal("rollout", [0])];
 * const piece = asymmetricTrust({ gain: 0.5, loss: 0.5, damage: 0 });
 * [...piece.apply(inputs, layout).values] // => [0.75, 0.375]
 * ```
 */
export const asymmetricTrust: TransformFactory<typeof options> = defineShaper({
  name: "asymmetric-trust",
  version: 1,
  summary: "Trust that is built slowly and lost fast, with a ceiling that damage lowers.",
  options,
  build: (settings) => ({
    level: "step",
    inputs: [{ name: "of" }, { name: "dependence", level: "rollout", default: 0 }],
    range: () => UNIT,
    trend: () => "unknown",
    apply: ([of, dependence], layout) => follow(of as Signal, dependence as Signal, layout, settings),
  }),
});

function follow(of: Signal, dependence: Signal, layout: Layout, own: AsymmetricTrustOptions): Signal {
  const offsets = rolloutOffsets(layout, "step");
  const values = new Float64Array(of.values.length);
  const present = new Uint8Array(values.length);
  const reasons = new Map<number, Missing>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    let unknown = dependence.present[row] === 1 ? undefined : missingAt(dependence, row);
    const fragile = own.loss * (1 + own.exposure * (dependence.values[row] as number));
    let [trust, damage] = [own.initial, 0];
    for (let t = offsets[row] as number; t < (offsets[row + 1] as number); t++) {
      if (of.present[t] === 0) unknown ??= missingAt(of, t);
      if (unknown !== undefined) {
        reasons.set(t, unknown);
        continue;
      }
      const s = Math.min(1, Math.max(-1, of.values[t] as number));
      if (s > 0) trust += own.gain * s * Math.max(1 - damage - trust, 0);
      else {
        trust += fragile * s * trust;
        damage -= own.damage * s * (1 - damage);
      }
      damage = inUnit(damage * (1 - own.healing));
      trust = Math.min(inUnit(trust), 1 - damage);
      values[t] = own.give === "trust" ? trust : damage;
      present[t] = 1;
    }
  }
  return deriveSignal("step", values, present, (t) => reasons.get(t) as Missing);
}

function inUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
