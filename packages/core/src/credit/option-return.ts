import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  abstained,
  deriveSignal,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";

export interface OptionReturnOptions {
  /** Where the rewards and switches are. */
  readonly level: "step" | "token";
  /** What a reward one place later counts. */
  readonly gamma: number;
  /** The discounted reward of an option, what its end is discounted by, or its length. */
  readonly give: "return" | "discount" | "length";
}
type OptionReturnInput = { readonly [K in keyof OptionReturnOptions]?: OptionReturnOptions[K] | undefined };

const options: z.ZodType<OptionReturnOptions, OptionReturnInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("step"),
  gamma: z.number().min(0).max(1).default(0.99), // 150 §Mechanism 3: γ = 0.99
  give: z.enum(["return", "discount", "length"]).default("return"),
});

const INSIDE: Missing = abstained("no option starts here");

/**
 * Sums the rewards of each option (the steps from one switch to the next) where the option starts.
 *
 *   return     R_k = Σ_{j<k} gamma^j · of_{i+j},  k = steps until the next switch or the end
 *   discount   gamma^k, which the value after the option counts
 *   length     k
 *
 * An option starts at the first step of a rollout and wherever `switch` is positive; all other
 * steps abstain, so that each decision counts once. A missing reward makes the return of its option
 * missing. Where a switch is missing nothing is known of the option it would have ended, nor of the
 * one it would have started: both are missing.
 *
 * @shape of [S], switch [S] → [S]; tokens instead of steps with `level: token`
 * @unit reward, flag → reward; 1 with `give: discount`, steps with `give: length`
 * @paper 150 §Mechanism 5: R_k, discounted reward during the k steps of the option, and γ^k
 * @paper 120 §Pitfalls: once per decision
 * @paper 141 §Pieces: k-step reward and γ^k for the high level
 * @kind credit
 * @alias optionReturn = { use: option-return, give: return }
 * @plot { switch: 0 } over steps [1, 0, 1]
 *
 * ```ts doctest
 * import { optionReturn } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal, outcomeAt, scored } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [rewards, switches] = [fullSignal("step", [1, 4, 8]), fullSignal("step", [0, 0, 1])];
 * outcomeAt(optionReturn({ gamma: 0.5 }).apply([rewards, switches], layout), 0) // => scored(3)
 * ```
 */
export const optionReturn: TransformFactory<typeof options> = defineCredit({
  name: "option-return",
  version: 1,
  summary: "Sums the rewards of each option (the steps from one switch to the next) where the option starts.",
  options,
  build: (settings) => ({
    level: settings.level,
    inputs: [{ name: "of" }, { name: "switch" }],
    range: (inputs) => rangeOf(settings, inputs[0] as Interval),
    trend: (index) => {
      if (index === 1) return "unknown";
      return settings.give === "return" ? "increasing" : "constant";
    },
    apply: (inputs, layout) => {
      const [of, switches] = inputs as readonly [Signal, Signal];
      return collect(of, switches, layout, settings);
    },
  }),
});

function rangeOf({ give, gamma }: OptionReturnOptions, of: Interval): Interval {
  if (give === "length") return { min: 1, max: Number.POSITIVE_INFINITY };
  if (give === "discount") return { min: gamma === 1 ? 1 : 0, max: gamma };
  return { min: of.min < 0 ? of.min / (1 - gamma) : of.min, max: of.max > 0 ? of.max / (1 - gamma) : of.max };
}

function collect(of: Signal, switches: Signal, layout: Layout, settings: OptionReturnOptions): Signal {
  const offsets = rolloutOffsets(layout, settings.level);
  const values = new Float64Array(of.values.length);
  const present = new Uint8Array(values.length);
  const reasons = new Map<number, Missing>();
  for (let r = 0; r + 1 < offsets.length; r++) {
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    let [sum, length] = [0, 0];
    let reason: Missing | undefined;
    for (let i = to - 1; i >= from; i--) {
      length++;
      sum = (of.values[i] as number) + settings.gamma * sum;
      if (of.present[i] === 0 && settings.give === "return") reason = missingAt(of, i);
      const known = switches.present[i] === 1 || i === from;
      if (known && i > from && (switches.values[i] as number) <= 0) continue;
      if (!known) reasons.set(i, missingAt(switches, i));
      else if (reason !== undefined) reasons.set(i, reason);
      else {
        values[i] = given(settings, sum, length);
        present[i] = 1;
      }
      [sum, length] = [0, 0];
      reason = known ? undefined : missingAt(switches, i);
    }
  }
  return deriveSignal(settings.level, values, present, (i) => reasons.get(i) ?? INSIDE);
}

function given({ give, gamma }: OptionReturnOptions, sum: number, length: number): number {
  if (give === "return") return sum;
  return give === "length" ? length : gamma ** length;
}
