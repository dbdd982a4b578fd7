import { z } from "zod";
import { defineSampler, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Layout, memberOffsets, type Signal, UNIT } from "../signal/index.ts";

export interface RankSelectOptions {
  /** Which members are taken by their value. */
  readonly take: "highest" | "lowest" | "middle" | "random";
  /** Whether each group or the whole batch is ranked. */
  readonly over: "group" | "batch";
  /** How many are taken; more than there are take all. */
  readonly count?: number | undefined;
  /** Share of the present members that is taken, rounded up; instead of `count`. */
  readonly share?: number | undefined;
}
type RankSelectInput = { readonly [K in keyof RankSelectOptions]?: RankSelectOptions[K] | undefined };

const options: z.ZodType<RankSelectOptions, RankSelectInput> = z
  .strictObject({
    take: z.enum(["highest", "lowest", "middle", "random"]).default("highest"),
    over: z.enum(["group", "batch"]).default("group"), // 125 §Pitfalls: local
    count: z.int().nonnegative().optional(),
    share: z.number().min(0).max(1).optional(),
  })
  .refine(({ count, share }) => count === undefined || share === undefined, {
    path: ["share"],
    error: "stands instead of `count`, not beside it",
  });

/**
 * Takes the members with the highest, lowest or middle values: 1 to take, 0 to leave.
 *
 *   k = count, or ⌈share · n⌉;  n present members of the group or the batch, 1 without either
 *   out_i = 1 for the k members at the chosen end of the ranking, 0 for the others;  k / n for `random`
 *
 * Equal values across the border share the places that are left, so a value between 0 and 1 is the
 * chance of being taken (`drawByWeight` and `systematicDraw` draw by it); the order of members
 * means nothing. `middle` takes the k places around the middle of the ranking, the lower ones where
 * that is not even. Missing values are not ranked and stay missing.
 *
 * @shape of [R] → [R]
 * @unit any → chance
 * @throws RewardError GUERDON_OPTION when both `count` and `share` are given
 * @paper 125 §Mechanism (local: the best of each prompt; top: the best share 0.2 of the batch)
 * @paper 199 §Mechanism (the N prompts with the lowest scores; easy, medium and random as controls)
 * @kind sampler
 * @alias 125:bestOfN = { use: rank-select, count: 1 }
 * @alias selectByScore = { use: rank-select, over: batch, take: lowest, share: 0.1 }
 * @alias 067:bestOfN = { use: rank-select, count: 1, of: "reward + 0.000001 * votes" }
 * @alias 204:bestOfN = { use: rank-select, count: 1 }
 * @alias bestOfCandidates = { use: rank-select, count: 1 }, or draw-by-weight over { use: softmax, temperature: 0.1 }
 * @plot { count: 2 } over members [1, 0, 0.5, 0.8, 0.8]
 * @plot { count: 2, take: lowest } over members [1, 0, 0.5, 0.8, 0.8]
 *
 * ```ts doctest
 * import { rankSelect } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...rankSelect({ count: 2 }).apply([fullSignal("rollout", [3, 9, 3, 1])], flatLayout([4])).values] // => [0.5, 1, 0.5, 0]
 * ```
 */
export const rankSelect: TransformFactory<typeof options> = defineSampler({
  name: "rank-select",
  version: 1,
  summary: "Takes the members with the highest, lowest or middle values.",
  options,
  build: (own) => ({
    scope: own.over,
    inputs: [{ name: "of" }],
    range: () => UNIT,
    trend: () => TRENDS[own.take],
    apply: ([of], layout) => select(of as Signal, layout, own),
  }),
});

const TRENDS: { readonly [K in RankSelectOptions["take"]]: Trend } = {
  highest: "increasing",
  lowest: "decreasing",
  middle: "unknown",
  random: "constant",
};

function select(of: Signal, layout: Layout, own: RankSelectOptions): Signal {
  const offsets = own.over === "batch" ? Int32Array.of(0, of.values.length) : memberOffsets(layout, of.level);
  const values = new Float64Array(of.values.length);
  const order = new Int32Array(of.values.length);
  for (let span = 0; span + 1 < offsets.length; span++) {
    let count = 0;
    for (let i = offsets[span] as number; i < (offsets[span + 1] as number); i++) {
      if (of.present[i] === 1) order[count++] = i;
    }
    const wanted = Math.min(count, own.count ?? (own.share === undefined ? 1 : Math.ceil(own.share * count)));
    if (own.take === "random") for (let k = 0; k < count; k++) values[order[k] as number] = wanted / count;
    else {
      order.subarray(0, count).sort((a, b) => (of.values[a] as number) - (of.values[b] as number));
      const from = own.take === "lowest" ? 0 : own.take === "highest" ? count - wanted : (count - wanted) >> 1;
      takePlaces(of.values, order.subarray(0, count), from, from + wanted, values);
    }
  }
  return deriveSignal(of.level, values, of.present.slice(), [of]);
}

/** Gives the places from `from` to `to` of a ranking to their members; equal values share theirs. */
function takePlaces(of: Float64Array, order: Int32Array, from: number, to: number, into: Float64Array): void {
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && of[order[end] as number] === of[order[first] as number]) end++;
    const taken = Math.max(0, Math.min(end, to) - Math.max(first, from));
    for (let k = first; k < end; k++) into[order[k] as number] = taken / (end - first);
    first = end;
  }
}
