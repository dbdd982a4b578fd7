import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  graver,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";
import { productRange } from "./product-range.ts";
import { rolloutAt } from "./rollout-at.ts";

export interface OptionBonusOptions {
  /** Pays each subgoal once per rollout. */
  readonly once: boolean;
  /** Pays the change of a potential instead, which leaves the best policies the best. */
  readonly potential: boolean;
  /** Discount of the learner, with `potential`. */
  readonly gamma: number;
}
type OptionBonusInput = { readonly [K in keyof OptionBonusOptions]?: OptionBonusOptions[K] | undefined };

const options: z.ZodType<OptionBonusOptions, OptionBonusInput> = z.strictObject({
  once: z.boolean().default(true), // 076 §Pieces: once:true
  potential: z.boolean().default(true), // 076 §Pieces: potential:true
  gamma: z.number().min(0).max(1).default(1),
});

/**
 * Pays a bonus where subgoals are achieved.
 *
 *   a_i = number of subgoals achieved at step i (with `once`: for the first time)
 *   out_i = bonus · a_i,  or with `potential`
 *   out_i = gamma · Φ_{i+1} − Φ_i,  Φ_i = bonus · Σ_{j<i} a_j,  and 0 after the last step
 *
 * A subgoal is achieved where its flag is positive. With `potential` and `gamma: 1` what a rollout
 * gets adds up to 0. A step with a missing flag or bonus is missing, and a missing flag counts as not
 * achieved for the steps after it.
 *
 * @shape bonus [R], of K × [S] → [S]
 * @unit reward, flag → reward
 * @paper 076 §Mechanism: r' = r + Σ_g beta_g·b; §Pitfalls: once per episode
 * @kind credit
 * @alias optionBonus = { use: option-bonus, bonus: 0.2 }
 * @plot { potential: false } over steps [0, 1, 1]
 * @plot { potential: true } over steps [0, 1, 1]
 *
 * ```ts doctest
 * import { optionBonus } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [bonus, key] = [fullSignal("rollout", [0.5]), fullSignal("step", [0, 1, 1])];
 * [...optionBonus({ potential: false }).apply([bonus, key], layout).values] // => [0, 0.5, 0]
 * ```
 */
export const optionBonus: TransformFactory<typeof options> = defineCredit({
  name: "option-bonus",
  version: 1,
  summary: "Pays a bonus where subgoals are achieved.",
  options,
  build: (settings) => ({
    level: "step",
    inputs: [
      { name: "bonus", level: "rollout", default: 0.2 }, // 076 §Mechanism: b = 0.2
      { name: "of", many: true },
    ],
    range: ([bonus, ...flags]) => productRange(bonus as Interval, rangeOfCount(settings, flags.length)),
    trend: (index) => (index === 0 && !settings.potential ? "increasing" : "unknown"),
    apply: ([bonus, ...flags], layout) => pay(bonus as Signal, flags, layout, settings),
  }),
});

/** Of a_i, or of gamma · Σ_{j≤i} a − Σ_{j<i} a. */
function rangeOfCount({ once, potential, gamma }: OptionBonusOptions, subgoals: number): Interval {
  if (!potential) return { min: 0, max: subgoals };
  return { min: once ? -subgoals : Number.NEGATIVE_INFINITY, max: gamma * subgoals };
}

function pay(bonus: Signal, flags: readonly Signal[], layout: Layout, settings: OptionBonusOptions): Signal {
  const { once, potential, gamma } = settings;
  const offsets = rolloutOffsets(layout, "step");
  const length = offsets[offsets.length - 1] as number;
  const values = new Float64Array(length);
  const present = new Uint8Array(length).fill(1);
  const seen = new Uint8Array(flags.length);
  for (let r = 0; r + 1 < offsets.length; r++) {
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    seen.fill(0);
    let before = 0;
    for (let i = from; i < to; i++) {
      let achieved = 0;
      for (let k = 0; k < flags.length; k++) {
        const flag = flags[k] as Signal;
        if (flag.present[i] === 0) present[i] = 0;
        else if ((flag.values[i] as number) > 0 && !(once && seen[k] === 1)) {
          achieved++;
          seen[k] = 1;
        }
      }
      const after = i === to - 1 ? 0 : before + achieved;
      values[i] = (bonus.values[r] as number) * (potential ? gamma * after - before : achieved) + 0;
      before += achieved;
    }
    if (bonus.present[r] === 0) present.fill(0, from, to);
  }
  return deriveSignal("step", values, present, (i) => reasonAt(bonus, flags, rolloutAt(offsets, i), i));
}

function reasonAt(bonus: Signal, flags: readonly Signal[], row: number, at: number): Missing {
  const reasons = flags.filter(({ present }) => present[at] === 0).map((flag) => missingAt(flag, at));
  if (bonus.present[row] === 0) reasons.unshift(missingAt(bonus, row));
  return reasons.reduce(graver);
}
