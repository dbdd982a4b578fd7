import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { lengthOf } from "./length-of.ts";
import { markFront, rankFronts } from "./rank-fronts.ts";

export interface ParetoFrontOptions {
  /** Places of the signals of which less is better. */
  readonly minimise: readonly number[];
  /** Among whom rollouts are compared. */
  readonly over: "group" | "batch";
  /** 1 on the front · that divided by the size of the front · how many fronts lie before, from 0. */
  readonly give: "mask" | "share" | "rank";
}
type ParetoFrontInput = { readonly [K in keyof ParetoFrontOptions]?: ParetoFrontOptions[K] | undefined };

const options: z.ZodType<ParetoFrontOptions, ParetoFrontInput> = z.strictObject({
  minimise: z.array(z.int().nonnegative()).readonly().default([]),
  over: z.enum(["group", "batch"]).default("group"), // 186 §Mechanism: the samples of one prompt
  give: z.enum(["mask", "share", "rank"]).default("mask"),
});

/**
 * Which rollouts no other one of the group, or of the batch, beats in every respect.
 *
 *   a dominates b: at least as good in every signal, better in one
 *   mask 1 for who is dominated by nobody, else 0 · share mask / number of those
 *   rank 0 for the front, 1 for the front of the rest, and so on
 *
 * Equal rollouts do not dominate each other: both are kept. A rollout that lacks a signal is missing and
 * dominates nobody. The reward of the front alone is `reward * share`.
 *
 * @shape of K × [R] → [R]
 * @unit any → truth, share or place from 0
 * @throws RewardError GUERDON_SHAPE when there is no signal or lengths differ
 * @paper 186 §Mechanism (non-dominated set of the samples, reward r_k / |P| on it)
 * @paper 023 §Mechanism (target 1[non-dominated] / |front|), 111, 036
 * @kind combinator
 * @alias non-dominated gate
 * @alias nonDominatedGate
 * @alias masked reward = "reward * share"
 * @alias maskedReward = "reward * share"
 * @alias paretoFront
 * @alias non-dominated mask
 * @alias pareto-rank = { use: pareto-front, give: rank }
 * @alias paretoRank = { use: pareto-front, give: rank }
 * @plot {} over members [[1, 0.8, 0.5, 0.2], [0.1, 0.6, 0.5, 0.9]]
 * @plot { give: rank } over members [[1, 0.8, 0.5, 0.2], [0.1, 0.6, 0.5, 0.9]]
 *
 * ```ts doctest
 * import { paretoFront } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [right, brief] = [fullSignal("rollout", [1, 0, 0]), fullSignal("rollout", [0.2, 0.9, 0.1])];
 * [...paretoFront().apply([right, brief], flatLayout([3])).values] // => [1, 1, 0]
 * ```
 */
export const paretoFront: TransformFactory<typeof options> = defineCombinator({
  name: "pareto-front",
  version: 1,
  summary: "Which rollouts no other one of the group, or of the batch, beats in every respect.",
  options,
  build: (settings) => ({
    scope: settings.over,
    inputs: [{ name: "of", many: true }],
    range: () => ({ min: 0, max: settings.give === "rank" ? Number.POSITIVE_INFINITY : 1 }),
    trend: (index) => (settings.minimise.includes(index) === (settings.give === "rank") ? "increasing" : "decreasing"),
    apply: (inputs, layout) => sift(inputs, layout, settings),
  }),
});

function sift(inputs: readonly Signal[], layout: Layout, { minimise, over, give }: ParetoFrontOptions): Signal {
  const length = lengthOf(inputs);
  const present = jointPresent(inputs);
  const columns = inputs.map(({ values }, k) => (minimise.includes(k) ? values.map((value) => -value) : values));
  const { level } = inputs[0] as Signal;
  const offsets = over === "batch" ? Int32Array.of(0, length) : memberOffsets(layout, level);
  const values = new Float64Array(length);
  const members = new Int32Array(length);
  for (let group = 0; group + 1 < offsets.length; group++) {
    const to = offsets[group + 1] as number;
    let count = 0;
    for (let i = offsets[group] as number; i < to; i++) if (present[i] === 1) members[count++] = i;
    const own = members.subarray(0, count);
    if (give === "rank") rankFronts(columns, own, values);
    else {
      const size = markFront(columns, own, values);
      if (give === "share")
        for (let k = 0; k < count; k++) values[own[k] as number] = (values[own[k] as number] as number) / size;
    }
  }
  return deriveSignal(level, values, present, inputs);
}
