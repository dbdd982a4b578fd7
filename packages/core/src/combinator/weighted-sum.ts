import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { addColumns } from "./add-columns.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface WeightedSumOptions {
  /** One weight for each input, in order; all 1 when absent. */
  readonly weights?: readonly number[] | undefined;
  /** Divides by the sum of the weights, which makes it a weighted mean. */
  readonly normalise: boolean;
}
type WeightedSumInput = { readonly [K in keyof WeightedSumOptions]?: WeightedSumOptions[K] | undefined };

const options: z.ZodType<WeightedSumOptions, WeightedSumInput> = z
  .strictObject({ weights: z.array(z.number()).min(1).readonly().optional(), normalise: z.boolean().default(false) })
  .refine(({ weights, normalise }) => !(normalise && weights !== undefined && sum(weights) <= 0), {
    path: ["weights"],
    message: "weights to normalise by must have a positive sum",
  });

/**
 * Adds the inputs, each times its weight.
 *
 *   out_i = Σ_k w_k · of_{k,i},  divided by Σ_k w_k with `normalise`
 *
 * A missing input makes the sum missing, whatever its weight; wrap it in `default(…)` to fill it.
 * Weights are fixed for a program. A weight that a schedule, a controller or the state sets is a term,
 * and the sum an expression over terms (`w1 * quality + w2 * brevity`); rows of fixed weights, one for
 * each mode, and anything between two of them are `weight-table`.
 *
 * @shape of K × [R] → [R]
 * @unit any → any
 * @throws RewardError GUERDON_OPTION when there are not as many weights as inputs
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 050 §Mechanism (steps weighted 2^(k−1), the first free)
 * @paper 065 §Mechanism (main + ε · aux; weights by state as terms)
 * @paper 093 §Mechanism (quality as a weighted mean)
 * @paper 128, 136, 153, 158, 159, 173 (sums of global, part, relation, step and page scores)
 * @kind combinator
 * @alias sum
 * @alias weightedSum
 * @alias weightedMean = { use: weighted-sum, normalise: true }
 * @alias typedSum = { use: weighted-sum, weights: [1, 1, 1] }
 * @alias geometricSteps = { use: weighted-sum, weights: [0, 2, 4, 8] }
 * @alias strength mix
 * @alias strength mix at decode time
 * @alias advantage mix
 * @alias advantageSum = "episode + beta * turn"
 * @alias contrast = "a - b"
 * @alias tieBreaker = "main + 0.001 * aux"
 * @alias correctPlus = "correct + alpha * score"
 * @alias costAware = "correct - lambda * level"
 * @alias addPrior = "logit + s * prior"
 * @alias rescore = "log_pi + w * q"
 * @alias stateWeighted = "w1 * r1 + w2 * r2"
 * @alias blend = "a + w * (b - a)"
 * @alias hierarchicalReward = "global + mean(parts) + mean(relations)"
 * @alias 136:hierarchicalReward = "mu * mean(steps) + (1 - mu) * trajectory"
 * @alias verified+RM = "verified + w * model"
 * @alias gatedBonus = "correct * (1 + 0.5 * consistent) + 0.5 * format"
 * @alias 147:weighted sum with a protected dominant term = { use: weighted-sum, weights: [10, 1, 1] }
 * @alias weighted sum with weights supplied by a controller = "w1 * r1 + w2 * r2 + w3 * r3"
 * @alias 144:−steps − λ·messages = "-steps - 0.01 * messages"
 * @alias directionalReward = "(minus + 1.5 * (plus - minus)) / sqrt(2.5 - 1.5 * between)"
 * @plot { weights: [0.5, 1], of: [0] } over of 0..1
 * @plot { weights: [0.5, 1], of: [1] } over of 0..1
 *
 * ```ts doctest
 * import { weightedSum } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [format, correct] = [fullSignal("rollout", [1, 0]), fullSignal("rollout", [3, -3])];
 * [...weightedSum({ weights: [0.5, 1] }).apply([format, correct], flatLayout([2])).values] // => [3.5, -3]
 * ```
 */
export const weightedSum: TransformFactory<typeof options> = defineCombinator({
  name: "weighted-sum",
  version: 1,
  summary: "Adds the inputs, each times its weight.",
  options,
  build: ({ weights, normalise }) => {
    const scaled = (count: number): readonly number[] => scaledWeights(weights, normalise, count);
    return {
      inputs: [{ name: "of", many: true }],
      range: (inputs) => rangeOfSum(inputs, scaled(inputs.length)),
      trend: (index, inputs) => {
        const weight = scaled(inputs.length)[index] as number;
        return weight === 0 ? "constant" : weight > 0 ? "increasing" : "decreasing";
      },
      apply: (inputs) => addWeighted(inputs, scaled(inputs.length)),
    };
  },
});

function scaledWeights(weights: readonly number[] | undefined, normalise: boolean, count: number): readonly number[] {
  const raw = perInput("weights", weights ?? 1, count);
  const total = normalise ? sum(raw) : 1;
  return raw.map((weight) => weight / total);
}

function addWeighted(inputs: readonly Signal[], weights: readonly number[]): Signal {
  lengthOf(inputs);
  return deriveSignal((inputs[0] as Signal).level, addColumns(inputs, weights), jointPresent(inputs), inputs);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function rangeOfSum(inputs: readonly Interval[], weights: readonly number[]): Interval {
  let min = 0;
  let max = 0;
  inputs.forEach((input, k) => {
    const weight = weights[k] as number;
    if (weight === 0) return;
    min += weight * (weight > 0 ? input.min : input.max);
    max += weight * (weight > 0 ? input.max : input.min);
  });
  return { min, max };
}
