import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import { deriveSignal, groupOffsets, type Layout, type Signal, sizeAt } from "../signal/index.ts";
import { addNormalised } from "./add-normalised.ts";
import { type BatchRule, batchRuleShape } from "./batch-rule.ts";
import { factsOf } from "./facts-of.ts";
import { type GroupRule, groupRuleShape } from "./group-rule.ts";
import { normaliseBatch } from "./normalise-batch.ts";
import { tokenCounts } from "./token-counts.ts";
import { withoutSingles } from "./without-singles.ts";

export interface GroupRelativeOptions extends GroupRule, BatchRule {}
type GroupRelativeInput = { readonly [K in keyof GroupRelativeOptions]?: GroupRelativeOptions[K] | undefined };

const options: z.ZodType<GroupRelativeOptions, GroupRelativeInput> = z.strictObject({
  ...groupRuleShape,
  ...batchRuleShape("off"),
});

/**
 * Compares each reward with the other rewards of its group: GRPO and its relatives, by settings.
 *
 *   a_i = (r_i − b) / (s + eps),  b and s from the present rewards of the group (or batch)
 *   out_i = a_i, normalised once more over the batch unless `batch: off`
 *
 * A rollout without a reward gets 0 and moves neither baseline nor deviation, so a group with one
 * reward left is a group of one. Members that are all equal get exactly 0 from a mean baseline.
 * Named settings of the trainers are in {@link advantagePresets}.
 *
 * @shape total [R] → [R]
 * @unit reward → advantage
 * @throws RewardError GUERDON_SHAPE when `batch: token` finds no token counts
 * @paper Shao et al. 2024 (DeepSeekMath) §4.1.2; Ahmadian et al. 2024 (RLOO) eq. 7; Liu et al. 2025 (Dr. GRPO) §3.2
 * @kind advantage
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
  build: (rule) => ({
    kind: "advantage",
    decoupled: false,
    ...factsOf(rule),
    advantages: (input, layout) => relativeTo(rule, input, layout),
  }),
});

function relativeTo(rule: GroupRelativeOptions, input: AdvantageInput, layout: Layout): Signal {
  const offsets = groupOffsets(layout);
  const total = rule.single === "skip" ? withoutSingles(input.total, offsets) : input.total;
  const values = new Float64Array(total.values.length);
  const live = new Uint8Array(sizeAt(layout, "group"));
  addNormalised(total, { offsets, rule, weight: 1 }, { values, live });
  if (rule.batch !== "off") {
    const counts =
      rule.batch === "token" ? tokenCounts(input, layout).slice() : new Float64Array(values.length).fill(1);
    for (let i = 0; i < counts.length; i++) if (total.present[i] === 0) counts[i] = 0;
    normaliseBatch(values, counts, rule);
  }
  return deriveSignal("rollout", values, new Uint8Array(values.length).fill(1), []);
}
