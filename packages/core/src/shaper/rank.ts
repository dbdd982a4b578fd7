import { z } from "zod";
import { defineShaper, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Signal, UNIT } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import { forEachSpan, type Over, spanOffsets } from "./span-offsets.ts";
import { standingsOf } from "./standings.ts";

export interface RankOptions {
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: Over;
  /**
   * What members with the same value get: the rank of the best of them (`min`), the mean of their
   * ranks, or ranks by a second input (`break`).
   */
  readonly ties: "min" | "average" | "break";
}
type RankInput = { readonly [K in keyof RankOptions]?: RankOptions[K] | undefined };

const options: z.ZodType<RankOptions, RankInput> = z.strictObject({
  over: z.enum(["group", "batch"]).default("group"),
  ties: z.enum(["min", "average", "break"]).default("min"), // 021 §Mechanism: ties take the minimum rank
});

/**
 * Replaces values by their rank in the group or the batch: 1 for the greatest, 0 for the least.
 *
 *   rank_i = 1 + members greater than i
 *   out_i = (last − rank_i) / (last − 1),  last = the largest rank given, 0 where last = 1      min
 *   out_i = (smaller + (equal − 1) / 2) / (n − 1),  ½ for a single member                       average, break
 *
 * With `ties: break` the second input orders members that are equal in the first, and what is equal in
 * both shares the mean. Missing values take no rank and stay missing.
 *
 * @shape of [R], tieBreak [R] with `ties: break` → [R]
 * @unit any → share of 1
 * @paper 021 §Mechanism (r = (maxRank − rank) / (maxRank − 1), 0 if maxRank = 1)
 * @paper 064 §Mechanism (strata by percentile of μ over the data)
 * @paper 223 §Mechanism (top p: rank at least 1 − p)
 * @kind shaper
 * @alias rankToReward = { use: rank, ties: min }
 * @alias percentile = { use: rank, over: batch, ties: average }
 * @alias sortBy = "{ use: rank, over: batch, of: instances }: 1 comes last"
 * @plot { ties: min } over members [1, 0, 0.5, 1]
 * @plot { ties: average } over members [1, 0, 0.5, 1]
 *
 * ```ts doctest
 * import { rank } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * [...rank().apply([fullSignal("rollout", [5, 5, 1, 3])], flatLayout([4])).values].map((r) => r.toFixed(2)) // => ["1.00", "1.00", "0.00", "0.33"]
 * ```
 */
export const rank: TransformFactory<typeof options> = defineShaper({
  name: "rank",
  version: 1,
  summary: "Replaces values by their rank in the group or the batch: 1 for the greatest, 0 for the least.",
  options,
  build: ({ over, ties }) => ({
    scope: over,
    inputs: ties === "break" ? [{ name: "of" }, { name: "tieBreak" }] : [{ name: "of" }],
    range: () => UNIT,
    trend: () => "increasing",
    apply: (inputs, layout) => {
      const present = jointPresent(inputs);
      const of = { ...(inputs[0] as Signal), present };
      const offsets = spanOffsets(over, of, layout);
      const values = ties === "break" ? rankedBy(of, (inputs[1] as Signal).values, offsets) : ranked(of, offsets, ties);
      return deriveSignal(of.level, values, present, inputs);
    },
  }),
});

function ranked(of: Signal, offsets: Int32Array, ties: "min" | "average"): Float64Array {
  const { less, equal } = standingsOf(of, offsets);
  const values = new Float64Array(of.values.length);
  forEachSpan(offsets, (from, to) => {
    let count = 0;
    let lowest = 0;
    for (let i = from; i < to; i++) {
      if (of.present[i] === 0) continue;
      count++;
      if (less[i] === 0) lowest = equal[i] as number;
    }
    const last = count - lowest;
    for (let i = from; i < to; i++) {
      const [below, same] = [less[i] as number, equal[i] as number];
      if (ties === "average") values[i] = count === 1 ? 0.5 : (below + (same - 1) / 2) / (count - 1);
      else values[i] = last === 0 ? 0 : (last - (count - below - same)) / last;
    }
  });
  return values;
}

function rankedBy(of: Signal, tieBreak: Float64Array, offsets: Int32Array): Float64Array {
  const values = new Float64Array(of.values.length);
  const compare = (a: number, b: number): number =>
    (of.values[a] as number) - (of.values[b] as number) || (tieBreak[a] as number) - (tieBreak[b] as number);
  const order: number[] = [];
  forEachSpan(offsets, (from, to) => {
    order.length = 0;
    for (let i = from; i < to; i++) if (of.present[i] === 1) order.push(i);
    order.sort(compare);
    const gaps = order.length - 1;
    for (let first = 0; first < order.length; ) {
      let last = first;
      while (last < gaps && compare(order[first] as number, order[last + 1] as number) === 0) last++;
      const share = gaps === 0 ? 0.5 : (first + last) / 2 / gaps;
      for (let place = first; place <= last; place++) values[order[place] as number] = share;
      first = last + 1;
    }
  });
  return values;
}
