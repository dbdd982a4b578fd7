import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineRouter, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface ArgmaxOptions {
  /** Whether the greatest or the least of the signals is named. */
  readonly take: "greatest" | "least";
}
type ArgmaxInput = { readonly [K in keyof ArgmaxOptions]?: ArgmaxOptions[K] | undefined };

const options: z.ZodType<ArgmaxOptions, ArgmaxInput> = z.strictObject({
  take: z.enum(["greatest", "least"]).default("greatest"),
});

/**
 * Says which of several signals is the greatest: which expert, model or judge is meant.
 *
 *   out_i = the first k with of_{k, i} = max_j of_{j, i},  places counted from 0
 *
 * `select` takes the signal of that place. What each is worth is an expression of its own, such as quality
 * less cost. A missing input makes the result missing.
 *
 * @shape of K × [R] → [R]
 * @unit any → place from 0
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 013 §Mechanism (argmax of quality − λ · cost over the models)
 * @kind router
 * @alias argmaxUtility(λ) = { use: argmax, of: ["q0 - lambda * c0", "q1 - lambda * c1"] }
 * @plot { of: [0.5] } over of 0..1
 *
 * ```ts doctest
 * import { argmax } from "@guerdon/core/router";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [weak, strong] = [fullSignal("rollout", [0.7, 0.2, 0.5]), fullSignal("rollout", [0.6, 0.7, 0.5])];
 * [...argmax().apply([weak, strong], flatLayout([3])).values] // => [0, 1, 0]
 * ```
 */
export const argmax: TransformFactory<typeof options> = defineRouter({
  name: "argmax",
  version: 1,
  summary: "Says which of several signals is the greatest: which expert, model or judge is meant.",
  options,
  build: ({ take }) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfPlaces(inputs, take),
    trend: (_, inputs) => {
      const { min, max } = rangeOfPlaces(inputs, take);
      return min === max ? "constant" : "unknown";
    },
    apply: (inputs) => name(inputs, take === "greatest" ? 1 : -1),
  }),
});

/** From the first place that may be taken to the last. */
function rangeOfPlaces(inputs: readonly Interval[], take: ArgmaxOptions["take"]): Interval {
  const signed = inputs.map(({ min, max }) => (take === "greatest" ? { min, max } : { min: -max, max: -min }));
  const sure = Math.max(...signed.map(({ min }) => min));
  const places = signed.flatMap(({ max }, k) => (max >= sure ? [k] : []));
  return { min: places[0] ?? 0, max: places[places.length - 1] ?? 0 };
}

function name(of: readonly Signal[], sign: 1 | -1): Signal {
  const [first] = of;
  if (first === undefined || of.some(({ values }) => values.length !== first.values.length)) {
    const got = `[${of.map(({ values }) => values.length).join(", ")}]`;
    throw new RewardError("GUERDON_SHAPE", `Expected \`of\` to list signals of one length, got ${got}.`, {
      details: { got },
    });
  }
  const values = new Float64Array(first.values.length);
  const best = first.values.map((value) => sign * value);
  for (let k = 1; k < of.length; k++) {
    const own = (of[k] as Signal).values;
    for (let i = 0; i < values.length; i++) {
      const value = sign * (own[i] as number);
      if (value <= (best[i] as number)) continue;
      best[i] = value;
      values[i] = k;
    }
  }
  return deriveSignal(first.level, values, jointPresent(of), of);
}
