import { z } from "zod";
import { defineRouter, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, type Signal, UNIT } from "../signal/index.ts";
import { groupMean } from "./group-mean.ts";

export interface TopShareOptions {
  /** Takes a share of the groups, or all from a threshold on. */
  readonly by: "share" | "threshold";
  /** Share of the groups that is taken, rounded up. */
  readonly share: number;
  /** Statistic from which on a group is taken. */
  readonly threshold: number;
  /** Whether the greatest or the least are taken. */
  readonly end: "top" | "bottom";
  /** Whether `of` is a score of rollouts, of which the group's mean is taken, or one of groups already. */
  readonly from: "rollouts" | "groups";
}
type TopShareInput = { readonly [K in keyof TopShareOptions]?: TopShareOptions[K] | undefined };

const options: z.ZodType<TopShareOptions, TopShareInput> = z.strictObject({
  by: z.enum(["share", "threshold"]).default("share"),
  share: z.number().min(0).max(1).default(0.2), // 091 §Mechanism: λ = 20 %
  threshold: z.number().default(1),
  end: z.enum(["top", "bottom"]).default("top"),
  from: z.enum(["rollouts", "groups"]).default("rollouts"),
});

/** Keeps a number of groups that is whole but for rounding (0.1 · 30) from becoming one more. */
const ROUNDING = 1 - 1e-12;

/**
 * Marks the groups with the greatest statistic.
 *
 *   a_g = mean of of over the present rollouts of group g,  of_g itself with `from: groups`
 *   share: out_g = 1 for the ⌈share · G⌉ groups with the greatest a, else 0
 *   threshold: out_g = 1 if a_g ≥ threshold, else 0
 *
 * Of groups that are equal the earlier ones are taken. With `end: bottom` the least are, or those at or
 * below the threshold. A group of which nothing is present is missing and not counted in G. Where two
 * rewards are to be told apart by it: `where(easy > 0, efficient, accurate)`.
 *
 * @shape of [R], or [G] with `from: groups` → [G]
 * @unit score → truth
 * @paper 091 §Mechanism (the top 20 % of groups by accuracy are trained for efficiency)
 * @kind router
 * @alias topShare
 * @plot { by: threshold, threshold: 0.5, from: groups } over of 0..1
 *
 * ```ts doctest
 * import { topShare } from "@guerdon/core/router";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const accuracy = fullSignal("rollout", [0, 1, 1, 1, 0, 0]);
 * [...topShare({ share: 0.3 }).apply([accuracy], flatLayout([2, 2, 2])).values] // => [0, 1, 0]
 * ```
 */
export const topShare: TransformFactory<typeof options> = defineRouter({
  name: "top-share",
  version: 1,
  summary: "Marks the groups with the greatest statistic.",
  options,
  build: (settings) => ({
    level: "group",
    scope: settings.by === "share" ? "batch" : "group",
    inputs: [{ name: "of", level: settings.from === "groups" ? "group" : "rollout" }],
    range: ([of]) => rangeOfMarks(of as Interval, settings),
    trend: (_, [of]) => {
      const { min, max } = rangeOfMarks(of as Interval, settings);
      return min === max ? "constant" : settings.end === "top" ? "increasing" : "decreasing";
    },
    apply: ([of], layout) => mark(of as Signal, layout, settings),
  }),
});

function rangeOfMarks({ min, max }: Interval, { by, share, threshold, end }: TopShareOptions): Interval {
  const all = by === "share" ? share === 1 : end === "top" ? min >= threshold : max <= threshold;
  if (all) return { min: 1, max: 1 };
  const none = by === "share" ? share === 0 : end === "top" ? max < threshold : min > threshold;
  return none ? { min: 0, max: 0 } : UNIT;
}

function mark(of: Signal, layout: Layout, { by, share, threshold, end }: TopShareOptions): Signal {
  const rates = of.level === "group" ? of : groupMean(of, layout);
  const values = new Float64Array(rates.values.length);
  const sign = end === "top" ? 1 : -1;
  const order: number[] = [];
  for (let group = 0; group < values.length; group++) {
    if (rates.present[group] === 0) continue;
    order.push(group);
    if (by === "threshold") values[group] = sign * (rates.values[group] as number) >= sign * threshold ? 1 : 0;
  }
  if (by === "share") {
    order.sort((a, b) => sign * ((rates.values[b] as number) - (rates.values[a] as number)) || a - b);
    const taken = Math.ceil(share * order.length * ROUNDING);
    for (let k = 0; k < taken; k++) values[order[k] as number] = 1;
  }
  return deriveSignal("group", values, rates.present.slice(), [rates]);
}
