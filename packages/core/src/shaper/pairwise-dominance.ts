import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, memberOffsets, type Signal, UNIT } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { countBelow } from "./standings.ts";

export interface PairwiseDominanceOptions {
  /** What an opponent with the same score counts for, where one in the right order counts 1. */
  readonly tie: number;
}
type PairwiseDominanceInput = {
  readonly [K in keyof PairwiseDominanceOptions]?: PairwiseDominanceOptions[K] | undefined;
};

const options: z.ZodType<PairwiseDominanceOptions, PairwiseDominanceInput> = z.strictObject({
  tie: z.number().min(0).max(1).default(0), // 047 §Mechanism: the comparison is strict
});

/**
 * The share of the other side of a group that a score is in the right order with.
 *
 *   side_i > 0   out_i = share of the members j with side_j ≤ 0 whose of_j < of_i
 *   side_i ≤ 0   out_i = share of the members j with side_j > 0 whose of_j > of_i
 *   a member with the same score counts `tie`
 *
 * The rollouts of a group judge two things of which one is better: a relevant and an irrelevant document,
 * a right and a wrong answer. `side` says by a positive value which are about the better one. A score that
 * has nobody on the other side gets `tie`. Where an input is missing the result is, and the member is
 * nobody's opponent.
 *
 * @shape of [R], side [R] → [R]
 * @unit any, truth → share of 1
 * @paper 047 §Mechanism (inter-document reward: share of the other document's scores beaten, strictly)
 * @kind shaper
 * @alias pairwiseDominance = { use: pairwise-dominance }
 * @plot { side: [1, 1, 0, 0] } over members [1, 0.4, 0.5, 0.2]
 *
 * ```ts doctest
 * import { pairwiseDominance } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [scores, positive] = [fullSignal("rollout", [90, 40, 50, 10]), fullSignal("rollout", [1, 1, 0, 0])];
 * [...pairwiseDominance().apply([scores, positive], flatLayout([4])).values] // => [1, 0.5, 0.5, 1]
 * ```
 */
export const pairwiseDominance: TransformFactory<typeof options> = defineShaper({
  name: "pairwise-dominance",
  version: 1,
  summary: "The share of the other side of a group that a score is in the right order with.",
  options,
  build: ({ tie }) => ({
    scope: "group",
    inputs: [{ name: "of" }, { name: "side" }],
    range: () => UNIT,
    trend: () => "unknown",
    apply: (inputs, layout) => dominate(inputs as readonly [Signal, Signal], layout, tie),
  }),
});

function dominate(inputs: readonly [Signal, Signal], layout: Layout, tie: number): Signal {
  const [of, side] = inputs;
  const offsets = memberOffsets(layout, of.level);
  const present = jointPresent(inputs);
  const values = new Float64Array(of.values.length);
  const scores = new Float64Array(values.length);
  for (let span = 0; span + 1 < offsets.length; span++) {
    const [from, to] = [offsets[span] as number, offsets[span + 1] as number];
    let middle = from;
    let end = to;
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      if ((side.values[i] as number) > 0) scores[middle++] = of.values[i] as number;
      else scores[--end] = of.values[i] as number;
    }
    const above = scores.subarray(from, middle).sort();
    const below = scores.subarray(end, to).sort();
    for (let i = from; i < to; i++) {
      if (present[i] === 0) continue;
      const isAbove = (side.values[i] as number) > 0;
      const [own, others] = [of.values[i] as number, isAbove ? below : above];
      const [less, most] = [countBelow(others, own, false), countBelow(others, own, true)];
      const right = isAbove ? less : others.length - most;
      values[i] = others.length === 0 ? tie : (right + tie * (most - less)) / others.length;
    }
  }
  return deriveSignal(of.level, values, present, inputs);
}
