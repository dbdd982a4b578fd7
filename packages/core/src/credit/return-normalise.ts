import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, rolloutOffsets, type Signal } from "../signal/index.ts";

export interface ReturnNormaliseOptions {
  /** Where the rewards are. */
  readonly level: "step" | "token";
  /** Added to the largest return. */
  readonly eps: number;
}
type ReturnNormaliseInput = { readonly [K in keyof ReturnNormaliseOptions]?: ReturnNormaliseOptions[K] | undefined };

const options: z.ZodType<ReturnNormaliseOptions, ReturnNormaliseInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("token"),
  eps: z.number().positive().default(1e-6), // 089 §Mechanism, batch_norm: + 1e-6
});

/**
 * Divides rewards by the largest size that a sum of them to the end of a rollout has in the batch.
 *
 *   out_i = of_i / (max |Σ_{k ≥ j} of_k| + eps),  over all steps or tokens j of the batch
 *
 * The result lies within ±2, as a reward is the difference of two such sums. A missing reward is
 * missing, and counts as 0 in the sums.
 *
 * @shape of [T] → [T]; steps instead of tokens with `level: step`
 * @unit reward → share of the largest return
 * @paper 089 §Mechanism, batch_norm: divided by the largest |reverse cumulative sum| of the batch
 * @kind credit
 * @alias 089:norm = { use: return-normalise, of: policy - reference }
 * @plot {} over tokens [1, -0.5, 1.5]
 *
 * ```ts doctest
 * import { returnNormalise } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), tokenOffsets: Int32Array.of(0, 2, 3) };
 * [...returnNormalise({ eps: 1 }).apply([fullSignal("token", [1, 2, -2])], layout).values] // => [0.25, 0.5, -0.5]
 * ```
 */
export const returnNormalise: TransformFactory<typeof options> = defineCredit({
  name: "return-normalise",
  version: 1,
  summary: "Divides rewards by the largest size that a sum of them to the end of a rollout has in the batch.",
  options,
  build: ({ level, eps }) => ({
    level,
    scope: "batch",
    inputs: [{ name: "of" }],
    range: () => ({ min: -2, max: 2 }),
    trend: () => "unknown",
    apply: (inputs, layout) => {
      const of = inputs[0] as Signal;
      const divisor = largestReturn(of, layout, level) + eps;
      const values = of.values.map((value) => (divisor === Number.POSITIVE_INFINITY ? Number.NaN : value / divisor));
      return deriveSignal(level, values, of.present.slice(), [of]);
    },
  }),
});

function largestReturn(of: Signal, layout: Layout, level: "step" | "token"): number {
  const offsets = rolloutOffsets(layout, level);
  let largest = 0;
  for (let r = 0; r + 1 < offsets.length; r++) {
    let sum = 0;
    for (let i = (offsets[r + 1] as number) - 1; i >= (offsets[r] as number); i--) {
      if (of.present[i] === 1) sum += of.values[i] as number;
      largest = Math.max(largest, Math.abs(sum));
    }
  }
  return largest;
}
