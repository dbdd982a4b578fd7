import { z } from "zod";
import { type AdvantageFactory, defineAdvantage } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal } from "../signal/index.ts";
import { divisorOf } from "./divisor.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { deviation, measure, newMembers } from "./members.ts";

export interface BestOfGroupOptions {
  /** What the lead is divided by: the deviation of the group, or nothing. */
  readonly scale: "sample-std" | "none";
  /** Added to the deviation. */
  readonly eps: number;
}
type BestOfGroupInput = { readonly [K in keyof BestOfGroupOptions]?: BestOfGroupOptions[K] | undefined };

const options: z.ZodType<BestOfGroupOptions, BestOfGroupInput> = z.strictObject({
  scale: z.enum(["sample-std", "none"]).default("sample-std"),
  eps: z.number().nonnegative().default(1e-6), // verl grpo_passk
});

/**
 * Pays the best rollout of each group what it is ahead of the second, and the others nothing (Pass@k).
 *
 *   out_best = (r_best − r_second) / (std + eps),  out_i = 0 for the others
 *
 * Two that share the first place are not ahead of anybody: all get 0. A rollout without a reward
 * gets 0 and moves nothing; so does one that is alone.
 *
 * @shape total [R] → [R]
 * @unit reward → advantage
 * @paper Tang et al. 2025 (arXiv 2503.19595) as verl computes it
 * @kind advantage
 * @alias grpo_passk = { use: best-of-group }
 * @plot { scale: "none" } over members [1, 0, 0.5, 0.2]
 *
 * ```ts doctest
 * import { bestOfGroup } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const input = { total: fullSignal("rollout", [1, 4, 2]), over: [] };
 * [...bestOfGroup({ scale: "none" }).advantages(input, flatLayout([3])).values] // => [0, 2, 0]
 * ```
 */
export const bestOfGroup: AdvantageFactory<typeof options> = defineAdvantage({
  name: "best-of-group",
  version: 1,
  summary: "Pays the best rollout of each group what it is ahead of the second, and the others nothing (Pass@k).",
  options,
  build: (settings) => ({
    scope: "group",
    decoupled: false,
    shiftInvariant: true,
    advantages: ({ total }, layout) => payLeaders(settings, total, layout),
  }),
});

function payLeaders({ scale, eps }: BestOfGroupOptions, total: Signal, layout: Layout): Signal {
  const { values, present } = total;
  const offsets = groupOffsets(layout);
  const out = new Float64Array(values.length);
  const group = newMembers(0, 0, total);
  for (let g = 0; g + 1 < offsets.length; g++) {
    group.from = offsets[g] as number;
    group.to = offsets[g + 1] as number;
    measure(total, group);
    if (group.count < 2 || group.squares === 0) continue;
    let best = -1;
    let second = -1;
    for (let i = group.from; i < group.to; i++) {
      if (present[i] === 0) continue;
      if (best < 0 || (values[i] as number) > (values[best] as number)) {
        second = best;
        best = i;
      } else if (second < 0 || (values[i] as number) > (values[second] as number)) second = i;
    }
    const std = scale === "none" ? 0 : deviation(group.squares, group.count, 1);
    const divisor = scale === "none" ? 1 : divisorOf(std, { eps, epsAt: "std", zeroStd: "divide" });
    out[best] = ((values[best] as number) - (values[second] as number)) / divisor;
  }
  return fullAdvantage("rollout", out);
}
