import { z } from "zod";
import { exp } from "../internal/exp.ts";
import { defineShaper, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { CORRECT_CLASS, classDeviation, measureClass, newClassStatistics, outcomeClasses } from "./outcome-classes.ts";

export interface LengthSigmoidOptions {
  /** Divisor of the squared deviations: the number of correct members, or one less. */
  readonly std: "population" | "sample";
}
type LengthSigmoidInput = { readonly [K in keyof LengthSigmoidOptions]?: LengthSigmoidOptions[K] | undefined };

const options: z.ZodType<LengthSigmoidOptions, LengthSigmoidInput> = z.strictObject({
  std: z.enum(["population", "sample"]).default("population"),
});

/**
 * Takes a share of a correct response's reward away, the more the longer it is among the correct ones.
 *
 *   z_i = (of_i − m) / s,  m and s = mean and standard deviation of `of` over the correct members
 *   out_i = correct_i · (1 − strength_i · σ(z_i)) if correct_i > 0,  correct_i otherwise
 *
 * One correct member, or all of one length: s = 0 and z = 0, so each keeps 1 − strength / 2. A wrong
 * response keeps what it has, whatever its length: paying it would reward short wrong answers. The
 * result is missing where any input is, and such members move no statistic.
 *
 * @shape of [R], correct [R], strength [R] → [R]
 * @unit tokens, reward, share → reward
 * @paper 091 §Mechanism (the groups that `top-share` picks; the others keep `correct`: `where(picked, graded, correct)`)
 * @paper 104 §Mechanism (the sigmoid-style arm, strength 0.4)
 * @kind shaper
 * @alias lengthSigmoid = { use: length-sigmoid, strength: 0.6 }
 * @plot { correct: 1, strength: 0.6 } over members [100, 200, 300, 500]
 * @plot { correct: 1, strength: 0.3 } over members [100, 200, 300, 500]
 *
 * ```ts doctest
 * import { lengthSigmoid } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const inputs = [[100, 900], [1, 0], [0.5, 0.5]].map((values) => fullSignal("rollout", values));
 * [...lengthSigmoid().apply(inputs, flatLayout([2])).values] // => [0.75, 0]
 * ```
 */
export const lengthSigmoid: TransformFactory<typeof options> = defineShaper({
  name: "length-sigmoid",
  version: 1,
  summary: "Takes a share of a correct response's reward away, the more the longer it is among the correct ones.",
  options,
  build: ({ std }) => ({
    scope: "group",
    inputs: [
      { name: "of", default: { use: "length", unit: "tokens" } },
      { name: "correct" },
      { name: "strength", default: 0.6 }, // 091 §Mechanism: α = 0.6, reconstructed
    ],
    range: ([, correct, strength]) => rangeOfShare(correct as Interval, strength as Interval),
    trend: (index, inputs) => trendOfShare(index, inputs),
    apply: (inputs, layout) => grade(inputs, layout, std === "sample" ? 1 : 0),
  }),
});

function rangeOfShare(correct: Interval, strength: Interval): Interval {
  if (correct.max <= 0) return correct;
  const [low, high] = [1 - Math.max(strength.max, 0), 1 - Math.min(strength.min, 0)];
  const least = times(low < 0 ? correct.max : Math.max(correct.min, 0), low);
  return { min: Math.min(least, correct.min > 0 ? least : correct.min), max: times(correct.max, high) };
}

/** 0 · ∞ is 0: no reward times whatever share. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

/** A member's z grows with its own length, whatever that does to mean and deviation. */
function trendOfShare(index: number, inputs: readonly Interval[]): Trend {
  const [of, correct, strength] = inputs as readonly [Interval, Interval, Interval];
  if (index === 1) return correct.max <= 0 || (correct.min > 0 && strength.max <= 1) ? "increasing" : "unknown";
  if (correct.max <= 0) return "constant";
  if (index === 2) return "decreasing";
  if (of.min === of.max || (strength.min === 0 && strength.max === 0)) return "constant";
  return strength.min >= 0 ? "decreasing" : strength.max <= 0 ? "increasing" : "unknown";
}

function grade(inputs: readonly Signal[], layout: Layout, freedom: 0 | 1): Signal {
  const [of, correct, strength] = inputs as readonly [Signal, Signal, Signal];
  const present = jointPresent(inputs);
  const classes = outcomeClasses(correct, present);
  const values = new Float64Array(present.length);
  const offsets = memberOffsets(layout, of.level);
  const right = newClassStatistics();
  for (let group = 0; group + 1 < offsets.length; group++) {
    const [from, to] = [offsets[group] as number, offsets[group + 1] as number];
    measureClass(of.values, classes, CORRECT_CLASS, from, to, right);
    const deviation = classDeviation(right, freedom);
    for (let i = from; i < to; i++) {
      const outcome = correct.values[i] as number;
      if (classes[i] !== CORRECT_CLASS) values[i] = outcome;
      else {
        const z = deviation === 0 ? 0 : ((of.values[i] as number) - right.mean) / deviation;
        values[i] = outcome * (1 - (strength.values[i] as number) / (1 + exp(-z)));
      }
    }
  }
  return deriveSignal(of.level, values, present, inputs);
}
