import { z } from "zod";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage, type InputSpec } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal } from "../signal/index.ts";
import { countedPlaces } from "./counted-places.ts";
import { divisorOf } from "./divisor.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { meanOfStratum, measureStrata, newStrata } from "./measure-strata.ts";
import { deviation, type Members, measure, measureMean, newMembers } from "./members.ts";

export interface HierarchicalOptions {
  /** How much the difference from the group counts. */
  readonly interWeight: number;
  /** How much the mean of the stratum counts. */
  readonly intraWeight: number;
  /** What is taken from the mean of a stratum: the input `target`, the mean of the group, or nothing. */
  readonly intraBaseline: "given" | "group-mean" | "none";
  /** What the difference from the group is divided by. */
  readonly scale: "sample-std" | "population-std" | "none";
  /** Added to the deviation. */
  readonly eps: number;
}
type HierarchicalInput = { readonly [K in keyof HierarchicalOptions]?: HierarchicalOptions[K] | undefined };

const options: z.ZodType<HierarchicalOptions, HierarchicalInput> = z.strictObject({
  interWeight: z.number().default(1), // 137 §Mechanism: A = A_intra + A_inter
  intraWeight: z.number().default(1), // 137 §Mechanism
  intraBaseline: z.enum(["given", "group-mean", "none"]).default("given"),
  scale: z.enum(["sample-std", "population-std", "none"]).default("sample-std"),
  eps: z.number().nonnegative().default(1e-6),
});

/**
 * Compares rollouts with their group, and strata of the group (budgets, modes) with what was expected of them.
 *
 *   intra_i = mean(r of the stratum) − target_i | − mean(r of the group) | − 0
 *   inter_i = (r_i − mean of the group) / (std of the group + eps)
 *   out_i = intraWeight · intra_i + interWeight · inter_i
 *
 * Members with the same number in `stratum` form one. The intra part is shared by a stratum and
 * counted once. With one stratum, `intraBaseline: group-mean` and `scale: none` it is Dr. GRPO. A
 * rollout that lacks its reward or an input gets 0 and moves nothing; a group of one has no inter part.
 *
 * @shape stratum [R], target [R] with `intraBaseline: given` → [R]
 * @unit reward → advantage
 * @paper 137 §Mechanism (HBPO): strata are token budgets, target = the reward of a correct answer within budget
 * @kind advantage
 * @alias hierarchical = { use: hierarchical, stratum: budget, target: best }
 * @plot { stratum: [1, 1, 2, 2], target: 1 } over members [1, 0, 0, 1]
 *
 * ```ts doctest
 * import { hierarchical } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const total = fullSignal("rollout", [4, 2, 1, 1]);
 * const inputs = [[512, 512, 2048, 2048], [4, 4, 2, 2]].map((values) => fullSignal("rollout", values));
 * [...hierarchical({ scale: "none" }).advantages({ total, over: [], inputs }, flatLayout([4])).values] // => [1, -1, -2, -2]
 * ```
 */
export const hierarchical: AdvantageFactory<typeof options> = defineAdvantage({
  name: "hierarchical",
  version: 1,
  summary:
    "Compares rollouts with their group, and strata of the group (budgets, modes) with what was expected of them.",
  options,
  build: (settings) => {
    const { intraBaseline, intraWeight } = settings;
    const target: readonly InputSpec[] = intraBaseline === "given" ? [{ name: "target" }] : [];
    return {
      scope: "group",
      decoupled: false,
      inputs: [{ name: "stratum" }, ...target],
      ...(intraBaseline === "group-mean" || intraWeight === 0 ? { shiftInvariant: true, zeroSum: "group" } : {}),
      advantages: (input, layout) => addLevels(settings, input, layout),
    };
  },
});

function addLevels(rule: HierarchicalOptions, { total, inputs = [] }: AdvantageInput, layout: Layout): Signal {
  const [stratum, target] = inputs as readonly [Signal, Signal?];
  const counted = countedPlaces("rollout", layout, total, inputs);
  const rewards = { ...total, present: counted };
  const offsets = groupOffsets(layout);
  const out = new Float64Array(counted.length);
  const group = newMembers(0, 0, rewards);
  const strata = newStrata();
  const measured = rule.scale === "none" ? measureMean : measure;
  for (let g = 0; g + 1 < offsets.length; g++) {
    group.from = offsets[g] as number;
    group.to = offsets[g + 1] as number;
    measured(rewards, group);
    measureStrata(strata, rewards, stratum.values, group.from, group.to);
    group.gain = group.count < 2 ? 0 : rule.interWeight / divisorAt(rule, group);
    group.shift = rule.intraBaseline === "group-mean" ? group.mean : 0;
    for (let i = group.from; i < group.to; i++) {
      if (counted[i] === 0) continue;
      const expected = target === undefined ? group.shift : (target.values[i] as number);
      const intra = meanOfStratum(strata, i - group.from) - expected;
      const inter = group.gain === 0 ? 0 : group.gain * ((total.values[i] as number) - group.mean);
      out[i] = rule.intraWeight * intra + inter;
    }
  }
  return fullAdvantage("rollout", out);
}

function divisorAt({ scale, eps }: HierarchicalOptions, { squares, count }: Members): number {
  if (scale === "none") return 1;
  const std = deviation(squares, count, scale === "sample-std" ? 1 : 0);
  return divisorOf(std, { eps, epsAt: "std", zeroStd: "divide" });
}
