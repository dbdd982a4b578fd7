import { z } from "zod";
import { defineShaper, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import {
  CORRECT_CLASS,
  classDeviation,
  MISSING_CLASS,
  measureClass,
  newClassStatistics,
  outcomeClasses,
  WRONG_CLASS,
} from "./outcome-classes.ts";

export interface LengthExpOptions {
  /** Slope for correct responses: short ones gain. */
  readonly alpha: number;
  /** Slope for wrong responses: long ones gain. */
  readonly beta: number;
  /** The least standard deviation, in the unit of `of`. */
  readonly floor: number;
  /** The largest distance from the mean that counts, in standard deviations. */
  readonly limit: number;
}
type LengthExpInput = { readonly [K in keyof LengthExpOptions]?: LengthExpOptions[K] | undefined };

const options: z.ZodType<LengthExpOptions, LengthExpInput> = z.strictObject({
  alpha: z.number().nonnegative().default(0.05), // 105 §Mechanism, stage 3
  beta: z.number().nonnegative().default(0.05), // 105 §Mechanism, stage 3
  floor: z.number().positive().default(1e-6), // 105 §Mechanism
  limit: z.number().positive().default(10), // 105 §Pitfalls
});

/**
 * What a response gains or loses for its length among those of its group with the same outcome.
 *
 *   z_i = clip((of_i − m) / max(s, floor), −limit, limit),  m and s = mean and sample deviation of its class
 *   out_i = exp(−alpha · z_i) − 1  if correct_i > 0,   1 − exp(−beta · z_i)  otherwise
 *
 * A class with one member, or with all lengths equal, gets 0. Add the result to the reward. It is
 * missing where `of` or `correct` is, and such members move no statistic.
 *
 * @shape of [R], correct [R] → [R]
 * @unit tokens, any → reward
 * @paper 105 §Mechanism (stage 3)
 * @kind shaper
 * @alias lengthExp = { use: length-exp, alpha: 0.05, beta: 0.05 }
 * @alias turnDecay = "passed * 0.95 ^ turns"
 * @plot { correct: 1 } over members [100, 200, 300, 500]
 * @plot { correct: 0 } over members [100, 200, 300, 500]
 *
 * ```ts doctest
 * import { lengthExp } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [lengths, correct] = [fullSignal("rollout", [100, 300, 50]), fullSignal("rollout", [1, 1, 0])];
 * const { values } = lengthExp().apply([lengths, correct], flatLayout([3]));
 * [...values].map((value) => value.toFixed(4)) // => ["0.0360", "-0.0347", "0.0000"]
 * ```
 */
export const lengthExp: TransformFactory<typeof options> = defineShaper({
  name: "length-exp",
  version: 1,
  summary: "What a response gains or loses for its length among those of its group with the same outcome.",
  options,
  build: (own) => ({
    scope: "group",
    inputs: [{ name: "of", default: { use: "length", unit: "tokens" } }, { name: "correct" }],
    range: ([of, correct]) => rangeOfGain(of as Interval, correct as Interval, own),
    trend: (index, inputs) => trendOfGain(index, inputs, own),
    apply: (inputs, layout) => gain(inputs, layout, own),
  }),
});

function rangeOfGain(of: Interval, correct: Interval, { alpha, beta, limit }: LengthExpOptions): Interval {
  if (of.min === of.max) return { min: 0, max: 0 };
  const right = { min: Math.expm1(-alpha * limit), max: Math.expm1(alpha * limit) };
  const wrong = { min: -Math.expm1(beta * limit), max: -Math.expm1(-beta * limit) };
  return hull(...(correct.max > 0 ? [right] : []), ...(correct.min <= 0 ? [wrong] : []));
}

/** A member's z grows with its own length, whatever that does to mean and deviation. */
function trendOfGain(index: number, [of, correct]: readonly Interval[], { alpha, beta }: LengthExpOptions): Trend {
  const [someRight, someWrong] = [(correct as Interval).max > 0, (correct as Interval).min <= 0];
  const slope = (someRight ? alpha : 0) + (someWrong ? beta : 0);
  if ((of as Interval).min === (of as Interval).max || slope === 0) return "constant";
  if (someRight && someWrong) return "unknown";
  return index === 1 ? "constant" : someRight ? "decreasing" : "increasing";
}

function gain(inputs: readonly Signal[], layout: Layout, { alpha, beta, floor, limit }: LengthExpOptions): Signal {
  const [of, correct] = inputs as readonly [Signal, Signal];
  const present = jointPresent(inputs);
  const classes = outcomeClasses(correct, present);
  const values = new Float64Array(present.length);
  const offsets = memberOffsets(layout, of.level);
  const [right, wrong] = [newClassStatistics(), newClassStatistics()];
  for (let group = 0; group + 1 < offsets.length; group++) {
    const [from, to] = [offsets[group] as number, offsets[group + 1] as number];
    measureClass(of.values, classes, CORRECT_CLASS, from, to, right);
    measureClass(of.values, classes, WRONG_CLASS, from, to, wrong);
    const rightSpread = Math.max(floor, classDeviation(right, 1));
    const wrongSpread = Math.max(floor, classDeviation(wrong, 1));
    for (let i = from; i < to; i++) {
      if (classes[i] === MISSING_CLASS) continue;
      const isRight = classes[i] === CORRECT_CLASS;
      const distance = (of.values[i] as number) - (isRight ? right.mean : wrong.mean);
      const z = Math.max(-limit, Math.min(limit, distance / (isRight ? rightSpread : wrongSpread)));
      values[i] = isRight ? 0 + Math.expm1(-alpha * z) : 0 - Math.expm1(-beta * z);
    }
  }
  return deriveSignal(of.level, values, present, inputs);
}
