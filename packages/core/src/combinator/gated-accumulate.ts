import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface GatedAccumulateOptions {
  /** What a signal must reach to let lower ones through: one number for all, or one for each but the last. */
  readonly gates: number | readonly number[];
  /** Whether a score that equals its gate passes. */
  readonly comparator: ">=" | ">";
  /** Which gates a signal waits for: those of all higher ones, or of the first alone. */
  readonly gateFrom: "all-higher" | "outcome";
  /** Lets values below 0 through a closed gate. */
  readonly keepNegative: boolean;
  /** What each signal is multiplied by: one number for all, or one for each. */
  readonly weights: number | readonly number[];
  /** Whether the first signal is part of the sum. */
  readonly keepOutcome: boolean;
}
type GatedAccumulateInput = { readonly [K in keyof GatedAccumulateOptions]?: GatedAccumulateOptions[K] | undefined };

const options: z.ZodType<GatedAccumulateOptions, GatedAccumulateInput> = z.strictObject({
  gates: z.union([z.number(), z.array(z.number()).min(1).readonly()]).default(1),
  comparator: z.enum([">=", ">"]).default(">="), // 012 §Mechanism: default ≥
  gateFrom: z.enum(["all-higher", "outcome"]).default("all-higher"),
  keepNegative: z.boolean().default(false), // 012 §Pitfalls: mask both
  weights: z.union([z.number().nonnegative(), z.array(z.number().nonnegative()).min(1).readonly()]).default(1),
  keepOutcome: z.boolean().default(true),
});

/**
 * Adds rewards of falling priority, each only where the higher ones are good enough.
 *
 *   mask_k = Π_{j<k} [of_j ≥ gate_j] all-higher · [of_1 ≥ gate_1] outcome
 *   out_i = Σ_k mask_k · weight_k · of_{k,i},  without k = 1 with `keepOutcome: false`
 *
 * With `keepNegative` a masked signal still counts where it is below 0; that rewards stopping early, so
 * both signs are masked unless asked for. Gates look at the raw signals. A masked signal is not looked
 * at and may be missing, but for `keepNegative`; any other missing signal makes the result missing. At
 * the level of steps the outcome is the one of the rollout, and `keepOutcome: false` gives the masked
 * step rewards alone.
 *
 * @shape of K × [R] → [R]
 * @unit reward → reward
 * @throws RewardError GUERDON_OPTION when there are not as many gates or weights as signals need
 * @throws RewardError GUERDON_SHAPE when there is no signal or lengths differ
 * @paper 012 §Mechanism (mask_i = Π_{j<i} [R_j ≥ g_j]; a gate below every value is direct accumulation)
 * @paper 184 §Mechanism (outcome + [outcome = 1] · process)
 * @paper 134 §Mechanism (0.1, 0.2, 0.2, 0.2, 0.3, each only while the one before is above 0)
 * @paper 000, 102, 127, 135, 216 (a bonus after the outcome alone)
 * @kind combinator
 * @alias gatedAccumulate
 * @alias posteriorGate = { use: gated-accumulate, gates: 1 }
 * @alias orderedGate = { use: gated-accumulate, gates: 0, comparator: ">", weights: [0.1, 0.2, 0.2, 0.2, 0.3] }
 * @alias 000:hierarchy = { use: gated-accumulate, gates: 0, comparator: ">" }
 * @plot { gates: 0.5, of: [0.4] } over of 0..1
 * @plot { gates: 0.5, of: [-0.4] } over of 0..1
 * @plot { gates: 0.5, keepNegative: true, of: [-0.4] } over of 0..1
 *
 * ```ts doctest
 * import { gatedAccumulate } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [outcome, format] = [fullSignal("rollout", [1, 0]), fullSignal("rollout", [0.5, 0.5])];
 * [...gatedAccumulate({ gates: 1 }).apply([outcome, format], flatLayout([2])).values] // => [1.5, 0]
 * ```
 */
export const gatedAccumulate: TransformFactory<typeof options> = defineCombinator({
  name: "gated-accumulate",
  version: 1,
  summary: "Adds rewards of falling priority, each only where the higher ones are good enough.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfSum(inputs, planOf(settings, inputs.length)),
    trend: (index, inputs) => trendIn(index, inputs, planOf(settings, inputs.length)),
    apply: (inputs) => accumulate(inputs, planOf(settings, inputs.length)),
  }),
});

interface Plan extends Pick<GatedAccumulateOptions, "keepNegative"> {
  /** [K] the gate of each signal; −∞ where no signal waits for it. */
  readonly gates: readonly number[];
  readonly strict: boolean;
  readonly weights: readonly number[];
}

function planOf(settings: GatedAccumulateOptions, count: number): Plan {
  const { comparator, gateFrom, keepNegative, keepOutcome } = settings;
  const ahead = Math.max(0, count - 1);
  const waiting = gateFrom === "outcome" ? Math.min(1, ahead) : ahead;
  const given = perInput(
    "gates",
    settings.gates,
    waiting,
    gateFrom === "outcome" ? "outcomes" : "signals but the last",
  );
  const gates = [...given, ...new Array<number>(count - waiting).fill(Number.NEGATIVE_INFINITY)];
  const weights = perInput("weights", settings.weights, count).map((weight, k) => (k > 0 || keepOutcome ? weight : 0));
  return { gates, strict: comparator === ">", weights, keepNegative };
}

function accumulate(inputs: readonly Signal[], plan: Plan): Signal {
  const length = lengthOf(inputs);
  const { gates, strict, weights, keepNegative } = plan;
  const values = new Float64Array(length);
  const present = new Uint8Array(length).fill(1);
  /** Adds up one rollout; gives the place of the first missing signal that is read, or −1. */
  const add = (i: number): number => {
    let open = true;
    let sum = 0;
    for (let k = 0; k < inputs.length && (open || keepNegative); k++) {
      const input = inputs[k] as Signal;
      if (input.present[i] === 0) return k;
      const value = input.values[i] as number;
      if (open || value < 0) sum += (weights[k] as number) * value;
      open = open && passes(value, gates[k] as number, strict);
    }
    values[i] = sum;
    return -1;
  };
  for (let i = 0; i < length; i++) if (add(i) >= 0) present[i] = 0;
  return deriveSignal((inputs[0] as Signal).level, values, present, (i) => missingAt(inputs[add(i)] as Signal, i));
}

function passes(value: number, gate: number, strict: boolean): boolean {
  return strict && gate !== Number.NEGATIVE_INFINITY ? value > gate : value >= gate;
}

/** What each signal can add: as it is, nothing, or either. */
function sharesOf(inputs: readonly Interval[], { gates, strict, weights, keepNegative }: Plan): readonly Interval[] {
  let [mayOpen, mayClose] = [true, false];
  return inputs.map(({ min, max }, k) => {
    const weight = weights[k] as number;
    const open = { min: weight === 0 ? 0 : weight * min, max: weight === 0 ? 0 : weight * max };
    const shut = keepNegative ? { min: Math.min(0, open.min), max: Math.min(0, open.max) } : { min: 0, max: 0 };
    const share = !mayClose
      ? open
      : mayOpen
        ? { min: Math.min(open.min, shut.min), max: Math.max(open.max, shut.max) }
        : shut;
    mayClose ||= !passes(min, gates[k] as number, strict);
    mayOpen &&= passes(max, gates[k] as number, strict);
    return share;
  });
}

function rangeOfSum(inputs: readonly Interval[], plan: Plan): Interval {
  let [min, max] = [0, 0];
  for (const share of sharesOf(inputs, plan)) {
    min += share.min;
    max += share.max;
  }
  return { min, max };
}

function trendIn(index: number, inputs: readonly Interval[], plan: Plan): Trend {
  const { gates, strict, weights, keepNegative } = plan;
  const shares = sharesOf(inputs, plan);
  const { min, max } = inputs[index] as Interval;
  const gate = gates[index] as number;
  const reached = inputs.slice(0, index).every((input, k) => passes(input.max, gates[k] as number, strict));
  const switches = reached && !passes(min, gate, strict) && passes(max, gate, strict);
  const below = shares.slice(index + 1);
  if (switches && !keepNegative && below.some((share) => share.min < 0)) return "unknown";
  const opens = switches && below.some((share) => share.max > 0);
  const moves = (weights[index] as number) > 0 && min < max && (reached || (keepNegative && min < 0));
  return opens || moves ? "increasing" : "constant";
}
