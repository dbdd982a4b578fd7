import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage, type InputSpec } from "../piece/index.ts";
import type { Layout, Signal } from "../signal/index.ts";
import type { PlaceLevel } from "./classes.ts";
import { countedPlaces } from "./counted-places.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { normalisePlaces } from "./normalise-places.ts";
import { type PlaceRule, placeRuleShape } from "./place-rule.ts";

export interface GroupByOptions extends PlaceRule {
  /** Where the rewards are: the total of each rollout, or the input `credit` at steps or tokens. */
  readonly level: PlaceLevel;
}
type GroupByInput = { readonly [K in keyof GroupByOptions]?: GroupByOptions[K] | undefined };

const options: z.ZodType<GroupByOptions, GroupByInput> = z.strictObject({
  level: z.enum(["rollout", "step", "token"]).default("step"),
  ...placeRuleShape({ baseline: "group-mean", scale: "sample-std" }),
});

/**
 * Compares each rollout, step or token with those of its class: the same group, place or key.
 *
 *   out_i = (r_i − mean_c) / (std_c + eps)  over the class c of i, cut to ±clip
 *   leave-one-out: out_i = (r_i − mean_c) · n_c / (n_c − 1) instead of the difference
 *
 * A class is all places of a group (`by: all`), those with the same index in their rollouts
 * (`index`), or those with the same number in the input `key` (`key`: a type of turn, a state met
 * by several rollouts, a cluster of queries); `among: batch` does not stop at groups. A place
 * without a reward or key, or whose rollout has no total, gets 0 and moves nothing; so does one
 * that is alone in its class, unless it is compared with nothing.
 *
 * @shape credit [S], key [S] with `by: key` → [S]; tokens or rollouts by `level`
 * @unit reward → advantage
 * @paper 165 §Mechanism 5: rewards of turns by group, by type of turn or by position
 * @paper 041 §Mechanism: reward of a turn minus the mean over all turns of the group
 * @paper 084 §Mechanism (grouping): one group for each key
 * @paper 115 §Pieces: minus the mean of the batch at the same turn
 * @paper 124 §Mechanism 3: step rewards among all steps of the group (process only)
 * @kind advantage
 * @alias groupTurnNormalise = { use: group-by, level: step, by: all, eps: 1e-6 }
 * @alias groupBy = { use: group-by, level: rollout, by: key, key: cluster }
 * @alias perTurnBaseline = { use: group-by, level: step, by: index, among: batch, scale: none }
 * @alias centred = { use: group-by, level: step, by: all, scale: none }
 * @plot { level: "rollout" } over members [1, 0, 0, 1]
 *
 * ```ts doctest
 * import { groupBy } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 2, 4) };
 * const [total, credit] = [fullSignal("rollout", [1, 1]), fullSignal("step", [1, 5, 3, 5])];
 * const piece = groupBy({ by: "index", scale: "none" });
 * [...piece.advantages({ total, over: [], inputs: [credit] }, layout).values] // => [-1, 0, 1, 0]
 * ```
 */
export const groupBy: AdvantageFactory<typeof options> = defineAdvantage({
  name: "group-by",
  version: 1,
  summary: "Compares each rollout, step or token with those of its class: the same group, place or key.",
  options,
  build: (settings) => {
    const { level, by, among, baseline, scale, clip } = settings;
    const credit: readonly InputSpec[] = level === "rollout" ? [] : [{ name: "credit", level }];
    const key: readonly InputSpec[] = by === "key" ? [{ name: "key", level }] : [];
    const inputs = [...credit, ...key];
    const ownTotal = level === "rollout" && among === "group" && baseline !== "none";
    return {
      scope: among,
      decoupled: false,
      ...(level === "rollout" ? {} : { level }),
      ...(inputs.length === 0 ? {} : { inputs }),
      ...(ownTotal ? { shiftInvariant: true } : {}),
      ...(ownTotal && clip === undefined && (scale === "none" || baseline === "group-mean") ? { zeroSum: among } : {}),
      advantages: (input, layout) => compare(settings, input, layout),
    };
  },
});

function compare(rule: GroupByOptions, { total, inputs = [] }: AdvantageInput, layout: Layout): Signal {
  const { level } = rule;
  const rewards = level === "rollout" ? total : (inputs[0] as Signal);
  const key = rule.by === "key" ? inputs.at(-1) : undefined;
  const counted = countedPlaces(level, layout, total, [rewards]);
  return fullAdvantage(level, normalisePlaces(rewards.values, counted, { level, layout, key }, rule));
}
