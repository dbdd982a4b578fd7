import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage, type InputSpec } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal, sizeAt } from "../signal/index.ts";
import { addNormalised } from "./add-normalised.ts";
import { type BatchRule, batchRuleShape } from "./batch-rule.ts";
import { clipTo } from "./clip-to.ts";
import { factsOf } from "./facts-of.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { type GroupRule, groupRuleShape } from "./group-rule.ts";
import { normaliseBatch } from "./normalise-batch.ts";
import { tokenCounts } from "./token-counts.ts";
import { withoutSingles } from "./without-singles.ts";

export interface GroupRelativeOptions extends Omit<GroupRule, "baseline">, BatchRule {
  /** As in {@link GroupRule}; `given`: the input `reference`, the reward of a greedy answer or a prediction. */
  readonly baseline: GroupRule["baseline"] | "given";
  /** Whether an input `keep` says which rollouts count; those that do not get 0 and move nothing. */
  readonly filter: boolean;
}
type GroupRelativeInput = { readonly [K in keyof GroupRelativeOptions]?: GroupRelativeOptions[K] | undefined };

const options: z.ZodType<GroupRelativeOptions, GroupRelativeInput> = z.strictObject({
  ...groupRuleShape,
  baseline: z.enum(["group-mean", "leave-one-out", "token-mean", "batch-mean", "given", "none"]).default("group-mean"),
  ...batchRuleShape("off"),
  filter: z.boolean().default(false),
});

/**
 * Compares each reward with the other rewards of its group: GRPO and its relatives, by settings.
 *
 *   a_i = (r_i − b) / (s + eps),  b and s from the present rewards of the group (or batch)
 *   out_i = a_i, normalised once more over the batch unless `batch: off`, cut to ±clip
 *
 * A rollout without a reward gets 0 and moves neither baseline nor deviation, so a group with one
 * reward left is a group of one. Members that are all equal get exactly 0 from a baseline of the
 * group. With `baseline: given` there is an input `reference`, with `filter` an input `keep`: where
 * either is missing, or `keep` is not positive, the rollout is without a reward. Groups may have
 * different sizes. Named settings of the trainers are in {@link advantagePresets}.
 *
 * @shape total [R] → [R]
 * @unit reward → advantage
 * @throws RewardError GUERDON_SHAPE when `batch: token` or `baseline: token-mean` finds no token counts
 * @paper Shao et al. 2024 (DeepSeekMath) §4.1.2; Ahmadian et al. 2024 (RLOO) eq. 7; Liu et al. 2025 (Dr. GRPO) §3.2
 * @paper 175 §Mechanism: mean none | group | batch × deviation none | group | batch (Lite PPO: group and batch)
 * @paper 206 §Mechanism: minus the group mean, then whitened over the tokens of the batch
 * @paper 019 §Mechanism 7: groups of different sizes, clip ±5
 * @paper 021 §Mechanism: (r − mean) / (std + 1e-6), sample deviation
 * @paper 037 §Mechanism: deviation of the group or the batch, clip ±5
 * @paper 006 §Mechanism: minus the mean over augmented copies of an instance
 * @paper 007 §Mechanism: minus the mean of the other selections
 * @paper 081 §Mechanism: leave-one-out without a deviation
 * @paper 214 §Mechanism: half the difference of a pair
 * @paper 212 §Mechanism 5: minus the group mean
 * @paper 066 §Mechanism: over the batch, variance floored at 1e-8
 * @kind advantage
 * @alias normalise = { use: group-relative, baseline: group-mean, scale: batch-std, eps: 1e-6 }
 * @alias grpo
 * @alias 088:sum-then-normalise = { use: group-relative }
 * @alias 088:sum-no-std = { use: group-relative, scale: none }
 * @alias groupNorm = { use: group-relative }
 * @alias groupStandardise = { use: group-relative, scale: sample-std, eps: 1e-6 }
 * @alias groupMean = { use: group-relative, scale: none }
 * @alias 041:centred = { use: group-relative, scale: none }
 * @alias groupOrBatchStd = { use: group-relative, scale: batch-std, eps: 1e-8, clip: 5 }
 * @alias groupMeanBatchStd = { use: group-relative, scale: batch-std }
 * @alias groupCentreBatchNorm = { use: group-relative, scale: none, batch: token }
 * @alias batchStandardise = { use: group-relative, baseline: batch-mean, scale: batch-std, eps: 1e-8, epsAt: floor }
 * @alias rloo = { use: group-relative, baseline: leave-one-out, scale: none }
 * @alias leaveOneOut = { use: group-relative, baseline: leave-one-out, scale: none }
 * @alias pairDifference = { use: group-relative, scale: none }
 * @alias sharedBaseline = { use: group-relative, scale: none }
 * @alias GRPO with VARIABLE group size = { use: group-relative, clip: 5 }
 * @alias sum-then-normalise (GRPO) and sum-no-std baselines = { use: group-relative, scale: none }
 * @plot { scale: "sample-std" } over members [1, 0, 0, 1]
 * @plot { scale: "none" } over members [1, 0, 0, 1]
 *
 * ```ts doctest
 * import { groupRelative } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const total = fullSignal("rollout", [1, 0, 0, 1]);
 * [...groupRelative({ scale: "population-std", eps: 0 }).advantages({ total, over: [] }, flatLayout([4])).values] // => [1, -1, -1, 1]
 * ```
 */
export const groupRelative: AdvantageFactory<typeof options> = defineAdvantage({
  name: "group-relative",
  version: 1,
  summary: "Compares each reward with the other rewards of its group: GRPO and its relatives.",
  options,
  build: ({ baseline, filter, ...rest }) => {
    const given = baseline === "given";
    const rule: GroupRule & BatchRule = { ...rest, baseline: given ? "none" : baseline };
    const inputs = [...(given ? [REFERENCE] : []), ...(filter ? [KEEP] : [])];
    return {
      decoupled: false,
      ...factsOf(rule),
      ...(inputs.length === 0 ? {} : { inputs }),
      advantages: (input, layout) => {
        const [first, last] = [input.inputs?.[0], input.inputs?.at(-1)];
        const kept = filter ? keptOf(input.total, last as Signal) : input.total;
        return relativeTo(rule, { ...input, total: given ? minus(kept, first as Signal) : kept }, layout);
      },
    };
  },
});

const REFERENCE: InputSpec = { name: "reference" };
const KEEP: InputSpec = { name: "keep" };

/** The rewards of the rollouts that count. */
function keptOf(total: Signal, keep: Signal): Signal {
  const present = total.present.map((own, r) => (keep.present[r] === 1 && (keep.values[r] as number) > 0 ? own : 0));
  return { level: total.level, values: total.values, present };
}

function minus(total: Signal, reference: Signal): Signal {
  const values = total.values.map((value, r) => value - (reference.values[r] as number));
  const present = total.present.map((own, r) => own & (reference.present[r] as number));
  return { level: total.level, values, present };
}

function relativeTo(rule: GroupRule & BatchRule, input: AdvantageInput, layout: Layout): Signal {
  const offsets = groupOffsets(layout);
  const total = rule.single === "skip" ? withoutSingles(input.total, offsets) : input.total;
  const values = new Float64Array(total.values.length);
  const live = new Uint8Array(sizeAt(layout, "group"));
  const tokens = rule.baseline === "token-mean" ? tokenCounts(input, layout) : undefined;
  addNormalised(total, { offsets, rule, weight: 1, tokens }, { values, live, fresh: true });
  if (rule.batch !== "off") {
    const counts =
      rule.batch === "token" ? tokenCounts(input, layout).slice() : new Float64Array(values.length).fill(1);
    for (let i = 0; i < counts.length; i++) if (total.present[i] === 0) counts[i] = 0;
    normaliseBatch(values, counts, rule);
  }
  clipTo(values, rule.clip);
  return fullAdvantage("rollout", values);
}
