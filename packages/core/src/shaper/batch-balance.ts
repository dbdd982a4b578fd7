import { z } from "zod";
import { type Adaptive, defineShaper, type Moment, stateOf, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface BatchBalanceOptions {
  /** For each mode, what a wrong and what a correct rollout of it is drawn to while it is over-used. */
  readonly targets: readonly (readonly [wrong: number, correct: number])[];
  /** How fast an over-used mode is drawn there. */
  readonly slope: number;
  /** Share of the past in the usage of a mode: 0 looks at this batch alone. */
  readonly momentum: number;
}
type BatchBalanceInput = { readonly [K in keyof BatchBalanceOptions]?: BatchBalanceOptions[K] | undefined };

const targets = z
  .array(z.tuple([z.number(), z.number()]).readonly())
  .min(2)
  .readonly();

const options: z.ZodType<BatchBalanceOptions, BatchBalanceInput> = z.strictObject({
  targets: targets.default([
    [-2, 1], // 105 §Mechanism: answering at once
    [-1, 0], // 105 §Mechanism: thinking first
  ]),
  slope: z.number().positive().default(2), // 105 §Mechanism: κ = 2
  momentum: z.number().min(0).lt(1).default(0),
});

/**
 * Takes the margin of a mode away while the batch uses it too much.
 *
 *   z_k = share of the rollouts of the batch in mode k,  with `momentum` m: m · z_k before + (1 − m) · z_k now
 *   δ_i = clip(slope · (z_mode(i) − rate_i), 0, 1)
 *   out_i = (1 − δ_i) · of_i + δ_i · targets[mode_i][correct_i > 0]
 *
 * `mode` is the number of the mode, 0 and up. Every rollout with a mode counts in the shares. The
 * result is missing where any input is. A `rate` of 1 changes nothing.
 *
 * @shape of [R], mode [R], correct [R], rate [R] → [R]
 * @unit reward, mode, any, share → reward
 * @paper 105 §Mechanism (stage 1 with rate 0.5; stages 2 and 3 with rate 1)
 * @kind shaper
 * @alias batchBalance = { use: batch-balance, rate: 0.5, slope: 2 }
 * @plot { mode: [0, 0, 0, 1], correct: 1, rate: 0.5 } over members [2, 1.5, 0, 2]
 * @plot { mode: [0, 0, 0, 1], correct: 1, rate: 0.65 } over members [2, 1.5, 0, 2]
 * @plot { mode: [0, 0, 0, 1], correct: 1, rate: 1 } over members [2, 1.5, 0, 2]
 *
 * ```ts doctest
 * import { batchBalance } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const inputs = [[1, 1, 1, 2], [1, 1, 1, 0], [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]];
 * const signals = inputs.map((values) => fullSignal("rollout", values));
 * [...batchBalance().apply(signals, flatLayout([2, 2])).values] // => [0.5, 0.5, 0.5, 2]
 * ```
 */
export const batchBalance: TransformFactory<typeof options> = defineShaper({
  name: "batch-balance",
  version: 1,
  summary: "Takes the margin of a mode away while the batch uses it too much.",
  options,
  build: (own) => ({
    scope: "batch",
    inputs: [
      { name: "of" },
      { name: "mode" },
      { name: "correct" },
      { name: "rate", default: 0.5 }, // 105 §Mechanism: batch_balance_rate 0.5 in stage 1
    ],
    ...(own.momentum === 0 ? {} : { adaptive: adaptiveOf(own) }),
    range: ([of, , , rate]) => {
      if ((rate as Interval).min >= 1) return of as Interval;
      const drawn = own.targets.flat();
      return hull(of as Interval, { min: Math.min(...drawn), max: Math.max(...drawn) });
    },
    trend: (index, [, , , rate]) => {
      if (index === 0) return "increasing";
      return (rate as Interval).min >= 1 ? "constant" : "unknown";
    },
    apply: (inputs, _layout, moment) => balance(inputs, own, moment),
  }),
});

/** Shares of the modes as they were last; none before the first batch with a mode. */
type Usage = readonly number[];

function adaptiveOf(own: BatchBalanceOptions): Adaptive {
  return {
    init: () => [],
    step: (state, inputs) => usageAfter(state as Usage, inputs[1] as Signal, own),
  };
}

function usageAfter(before: Usage, mode: Signal, { targets: { length }, momentum }: BatchBalanceOptions): number[] {
  const counts = new Array<number>(length).fill(0);
  let total = 0;
  for (let i = 0; i < mode.values.length; i++) {
    if (mode.present[i] === 0) continue;
    const which = modeOf(mode.values[i] as number, length);
    counts[which] = (counts[which] as number) + 1;
    total++;
  }
  if (total === 0) return [...before];
  return counts.map((count, k) =>
    before.length === 0 ? count / total : momentum * (before[k] as number) + ((1 - momentum) * count) / total,
  );
}

/** The nearest number of a mode. */
function modeOf(value: number, count: number): number {
  return Math.min(Math.max(Math.round(value), 0), count - 1);
}

function balance(inputs: readonly Signal[], own: BatchBalanceOptions, moment: Moment | undefined): Signal {
  const [of, mode, correct, rate] = inputs as readonly [Signal, Signal, Signal, Signal];
  const usage = usageAfter(stateOf<number[]>({ init: () => [] }, moment), mode, own);
  const present = jointPresent(inputs);
  const values = new Float64Array(present.length);
  for (let i = 0; i < present.length; i++) {
    if (present[i] === 0) continue;
    const which = modeOf(mode.values[i] as number, own.targets.length);
    const excess = own.slope * ((usage[which] as number) - (rate.values[i] as number));
    const drawn = Math.min(1, Math.max(0, excess));
    const target = (own.targets[which] as readonly [number, number])[(correct.values[i] as number) > 0 ? 1 : 0];
    values[i] = (1 - drawn) * (of.values[i] as number) + drawn * target;
  }
  return deriveSignal(of.level, values, present, inputs);
}
