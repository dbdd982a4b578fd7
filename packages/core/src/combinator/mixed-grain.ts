import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, type Layout, missingAt, type Signal } from "../signal/index.ts";

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/**
 * Pays each step for itself, and the last one for the whole rollout too.
 *
 *   out_t = (1 − λ) · step_t + [t is the last step of rollout r] · λ · of_r
 *
 * `lambda` weighs the whole against the steps and may be a term at the level of rollouts. A missing step
 * is missing; a missing rollout makes its last step missing, a missing λ all its steps. Put both grains
 * on one scale before (`centre`, `standardise`), as each has a range of its own.
 *
 * @shape of [R], step [S], lambda [R] → [S]
 * @unit reward, reward, share → reward
 * @throws RewardError GUERDON_SHAPE when there are not as many values as the layout has places
 * @paper 159 §Mechanism (λ · page + (1 − λ) · item, λ = 0.5; the page is paid at the end)
 * @kind combinator
 * @alias mixedGrain
 * @plot { of: 1 } over steps [0.2, 0, 0.5]
 *
 * ```ts doctest
 * import { mixedGrain } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 2) };
 * const [page, item, lambda] = [fullSignal("rollout", [4]), fullSignal("step", [2, 6]), fullSignal("rollout", [0.5])];
 * [...mixedGrain().apply([page, item, lambda], layout).values] // => [1, 5]
 * ```
 */
export const mixedGrain: TransformFactory<typeof options> = defineCombinator({
  name: "mixed-grain",
  version: 1,
  summary: "Pays each step for itself, and the last one for the whole rollout too.",
  options,
  build: () => ({
    level: "step",
    inputs: [
      { name: "of", level: "rollout" },
      { name: "step", level: "step" },
      { name: "lambda", level: "rollout", default: 0.5 }, // 159 §Mechanism: λ 0.5
    ],
    range: ([of, step, lambda]) => rangeOfMix(of as Interval, step as Interval, lambda as Interval),
    trend: (index, [, , lambda]) => {
      const { min, max } = lambda as Interval;
      if (index === 2) return "unknown";
      if (index === 0) return min >= 0 ? "increasing" : max <= 0 ? "decreasing" : "unknown";
      return max <= 1 ? "increasing" : min >= 1 ? "decreasing" : "unknown";
    },
    apply: mix,
  }),
});

function mix(inputs: readonly Signal[], { stepOffsets }: Layout): Signal {
  const [of, step, lambda] = inputs as readonly [Signal, Signal, Signal];
  const values = new Float64Array(step.values.length);
  const present = step.present.slice();
  const rolloutOf = new Int32Array(values.length);
  for (let r = 0; r < of.values.length; r++) {
    const [from, to] = [stepOffsets[r] as number, stepOffsets[r + 1] as number];
    const weight = lambda.values[r] as number;
    for (let t = from; t < to; t++) {
      rolloutOf[t] = r;
      present[t] = (present[t] as number) & (lambda.present[r] as number);
      values[t] = (1 - weight) * (step.values[t] as number);
    }
    if (to === from) continue;
    present[to - 1] = (present[to - 1] as number) & (of.present[r] as number);
    values[to - 1] = (values[to - 1] as number) + weight * (of.values[r] as number);
  }
  return deriveSignal("step", values, present, (t) => {
    const r = rolloutOf[t] as number;
    if (step.present[t] === 0) return missingAt(step, t);
    return missingAt(lambda.present[r] === 0 ? lambda : of, r);
  });
}

function rangeOfMix(of: Interval, step: Interval, lambda: Interval): Interval {
  const times = (weight: number, value: number): number => (weight === 0 || value === 0 ? 0 : weight * value);
  const cases = [lambda.min, lambda.max].map((weight): Interval => {
    const inner = [times(1 - weight, step.min), times(1 - weight, step.max)];
    const outer = [0, times(weight, of.min), times(weight, of.max)];
    return { min: Math.min(...inner) + Math.min(...outer), max: Math.max(...inner) + Math.max(...outer) };
  });
  return hull(...cases);
}
