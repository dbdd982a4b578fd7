import { z } from "zod";
import { defineSampler, type TransformFactory } from "../piece/index.ts";
import { groupOffsets, type Layout, type Signal } from "../signal/index.ts";

export interface StrataOptions {
  /** What is handed out: budgets, numbers of modes, levels of effort. */
  readonly values: readonly number[];
  /** `blocks`: the first share of the members gets the first value; `cycle`: the values take turns. */
  readonly order: "blocks" | "cycle";
}
interface StrataInput {
  readonly values: readonly number[];
  readonly order?: StrataOptions["order"] | undefined;
}

const options: z.ZodType<StrataOptions, StrataInput> = z.strictObject({
  values: z.array(z.number()).min(1).readonly(),
  order: z.enum(["blocks", "cycle"]).default("blocks"), // 137 §Mechanism: subgroups
});

/**
 * Hands a list of values out to the members of each group, in shares as equal as can be.
 *
 *   blocks: out_i = values[⌊j · K / n⌋],  cycle: out_i = values[j mod K];  j = place of i in its group of n
 *
 * The value is what the rollout is asked for: put it in its prompt, and read the same term where
 * the reward or the advantage needs the stratum.
 *
 * @shape → [R]
 * @unit → as given
 * @throws RewardError GUERDON_OPTION when there is no value
 * @paper 137 §Mechanism (16 rollouts over budgets 512, 1024, 2048, 2560)
 * @paper 103 §Mechanism (modes; 103 §Pitfalls wants one mode in a group: one value each)
 * @kind sampler
 * @alias budgetGroups = { use: strata, values: [512, 1024, 2048, 2560] }
 * @alias stratified rollouts = { use: strata, values: [0, 1, 2] }
 * @plot { values: [512, 1024, 2048, 2560] } over members [0, 0, 0, 0, 0, 0, 0, 0]
 *
 * ```ts doctest
 * import { strata } from "@guerdon/core/sampler";
 * import { flatLayout } from "@guerdon/core/signal";
 * [...strata({ values: [512, 2560] }).apply([], flatLayout([4])).values] // => [512, 512, 2560, 2560]
 * ```
 */
export const strata: TransformFactory<typeof options> = defineSampler({
  name: "strata",
  version: 1,
  summary: "Hands a list of values out to the members of each group, in equal shares.",
  options,
  build: ({ values, order }) => ({
    scope: "group",
    level: "rollout",
    inputs: [],
    range: () => ({ min: Math.min(...values), max: Math.max(...values) }),
    trend: () => "constant",
    apply: (_, layout) => handOut(layout, values, order),
  }),
});

function handOut(layout: Layout, values: readonly number[], order: StrataOptions["order"]): Signal {
  const offsets = groupOffsets(layout);
  const out = new Float64Array(layout.groupOf.length);
  for (let g = 0; g + 1 < offsets.length; g++) {
    const [from, to] = [offsets[g] as number, offsets[g + 1] as number];
    for (let i = from; i < to; i++) {
      const place = i - from;
      const which = order === "cycle" ? place % values.length : Math.floor((place * values.length) / (to - from));
      out[i] = values[which] as number;
    }
  }
  return { level: "rollout", values: out, present: new Uint8Array(out.length).fill(1) };
}
