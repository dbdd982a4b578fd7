import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";

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
 *
 * @shape of K × [R] → [R]
 * @unit any → any
 * @throws RewardError GUERDON_OPTION when there are not as many weights as inputs
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @kind combinator
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
      kind: "combinator",
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
  if (weights !== undefined && weights.length !== count) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`weights\` to have one number for each of the ${count} inputs, got ${weights.length}.`,
      {
        details: { expected: count, got: weights.length },
      },
    );
  }
  const raw = weights ?? new Array<number>(count).fill(1);
  const total = normalise ? sum(raw) : 1;
  return raw.map((weight) => weight / total);
}

function addWeighted(inputs: readonly Signal[], weights: readonly number[]): Signal {
  const length = lengthOf(inputs);
  const values = new Float64Array(length);
  const present = new Uint8Array(length).fill(1);
  inputs.forEach((input, k) => {
    const weight = weights[k] as number;
    for (let i = 0; i < length; i++) {
      values[i] = (values[i] as number) + weight * (input.values[i] as number);
      present[i] = (present[i] as number) & (input.present[i] as number);
    }
  });
  return deriveSignal((inputs[0] as Signal).level, values, present, inputs);
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
