import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage, type InputSpec } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal } from "../signal/index.ts";
import { compareCleanHalves, compareTiedHalves } from "./compare-halves.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { measureMean } from "./members.ts";
import { newSplit, splitAtMedian, splitAtThreshold } from "./split-at-median.ts";

export interface ConditionalOptions {
  /** Where a group is split: into halves at the median of the metric, or at the input `threshold`. */
  readonly split: "median" | "threshold";
  /** Whose rewards `alpha` multiplies: those of the half with the high metric (for lengths) or the low one (for entropies). */
  readonly tiltOn: "high" | "low";
  /** What advantages are divided by: the longest response where the loss adds up tokens. */
  readonly divideBy: number;
}
type ConditionalInput = { readonly [K in keyof ConditionalOptions]?: ConditionalOptions[K] | undefined };

const options: z.ZodType<ConditionalOptions, ConditionalInput> = z.strictObject({
  split: z.enum(["median", "threshold"]).default("median"),
  tiltOn: z.enum(["high", "low"]).default("high"),
  divideBy: z.number().positive().default(1), // 183 §Mechanism 3: 8192 for losses that sum over tokens
});

/**
 * Splits each group by a metric and compares each reward with the other half and with its own.
 *
 *   inter_i = r_i − mean(r of the other half),  intra_i = r_i − mean(r of the own half)
 *   out_i = (mu_i · inter_i + (1 − mu_i) · intra_i) / divideBy
 *   alpha tilts inter: rewards of the half `tiltOn` count alpha · r wherever they occur
 *
 * The low half has ⌊n / 2⌋ members. Members whose metric ties at the median belong to either half in
 * equal measure: the result is its mean over all orders of the ties, so that no index becomes the
 * metric. Halves of the same size with `mu: 0.5` are Dr. GRPO. With `split: threshold` a half may be
 * empty; then all are compared with their own. A rollout that lacks its reward or an input gets 0 and
 * moves nothing, and so does one that is alone. A random split is a metric that is noise.
 *
 * @shape metric [R], mu [R], alpha [R], threshold [R] with `split: threshold` → [R]
 * @unit reward → advantage
 * @paper 183 §Mechanism 1–5 (CANON): halves by entropy or length, μ from a schedule, tilt α
 * @kind advantage
 * @alias split-group estimator = { use: conditional, metric: entropy, mu: 1, alpha: 1 }
 * @plot { metric: [1, 2, 3, 4], alpha: 1 } over members [1, 0, 0, 1]
 * @plot { metric: [1, 2, 3, 4], alpha: 0.8 } over members [1, 0, 0, 1]
 *
 * ```ts doctest
 * import { conditional } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const total = fullSignal("rollout", [1, 1, 1, 0]);
 * const inputs = [[10, 20, 30, 40], [1, 1, 1, 1], [1, 1, 1, 1]].map((values) => fullSignal("rollout", values));
 * [...conditional().advantages({ total, over: [], inputs }, flatLayout([4])).values] // => [0.5, 0.5, 0, -1]
 * ```
 */
export const conditional: AdvantageFactory<typeof options> = defineAdvantage({
  name: "conditional",
  version: 1,
  summary: "Splits each group by a metric and compares each reward with the other half and with its own.",
  options,
  build: (settings) => {
    const threshold: readonly InputSpec[] = settings.split === "threshold" ? [{ name: "threshold" }] : [];
    return {
      scope: "group",
      decoupled: false,
      inputs: [
        { name: "metric" },
        { name: "mu", default: 1 }, // 183 §Mechanism 3
        { name: "alpha", default: 1 }, // 183 §Mechanism 4: 1 for no tilt
        ...threshold,
      ],
      advantages: (input, layout) => compareHalves(settings, input, layout),
    };
  },
});

function compareHalves(rule: ConditionalOptions, { total, inputs = [] }: AdvantageInput, layout: Layout): Signal {
  const [metric, mu, alpha, threshold] = inputs as readonly [Signal, Signal, Signal, Signal?];
  const counted = { ...total, present: countedPlaces("rollout", layout, total, inputs) };
  const columns = { rewards: total.values, metric: metric.values, mu: mu.values, alpha: alpha.values };
  const offsets = groupOffsets(layout);
  const out = new Float64Array(total.values.length);
  const scratch = new Float64Array(longest(offsets));
  const split = newSplit(counted);
  const { group } = split;
  for (let g = 0; g + 1 < offsets.length; g++) {
    group.from = offsets[g] as number;
    group.to = offsets[g + 1] as number;
    measureMean(counted, group);
    if (group.count < 2) continue;
    if (threshold === undefined) splitAtMedian(split, counted, columns.metric, scratch);
    else splitAtThreshold(split, counted, columns.metric, threshold.values);
    if (threshold === undefined && split.raised === split.ties) compareCleanHalves(split, counted, columns, rule, out);
    else compareTiedHalves(split, counted, columns, rule, threshold?.values, out);
  }
  return fullAdvantage("rollout", out);
}

/** Members of the largest group. */
function longest(offsets: Int32Array): number {
  let most = 0;
  for (let g = 0; g + 1 < offsets.length; g++) {
    most = Math.max(most, (offsets[g + 1] as number) - (offsets[g] as number));
  }
  return most;
}
