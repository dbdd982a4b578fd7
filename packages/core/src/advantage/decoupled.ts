import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { type AdvantageFactory, type AdvantageInput, defineAdvantage } from "../piece/index.ts";
import { fullSignal, groupOffsets, type Layout, type Signal, sizeAt } from "../signal/index.ts";
import { addNormalised } from "./add-normalised.ts";
import { type BatchRule, batchRuleShape } from "./batch-rule.ts";
import { clipTo } from "./clip-to.ts";
import { factsOf } from "./facts-of.ts";
import { fullAdvantage } from "./full-advantage.ts";
import { type GroupRule, groupRuleShape } from "./group-rule.ts";
import { normaliseBatch } from "./normalise-batch.ts";
import { tokenCounts } from "./token-counts.ts";
import { withoutSingles } from "./without-singles.ts";

export interface DecoupledOptions extends GroupRule, BatchRule {
  /** One weight for each term of `over`, in order; all 1 when absent. They apply after normalisation. */
  readonly weights?: readonly number[] | undefined;
  /**
   * What a missing term of a rollout does: `skip` leaves it out of the sum and of the group's
   * statistics, `zero` counts it as the reward 0, as the released GDPO code does.
   */
  readonly missing: "skip" | "zero";
  /** Whether groups whose terms are all constant count in the batch statistics; dropped, they get exactly 0. */
  readonly constantGroups: "keep" | "drop";
}
type DecoupledInput = { readonly [K in keyof DecoupledOptions]?: DecoupledOptions[K] | undefined };

const options: z.ZodType<DecoupledOptions, DecoupledInput> = z.strictObject({
  ...groupRuleShape,
  weights: z.array(z.number()).min(1).readonly().optional(),
  missing: z.enum(["skip", "zero"]).default("skip"),
  ...batchRuleShape("rollout"), // 088 eq. 6
  constantGroups: z.enum(["keep", "drop"]).default("keep"), // 088: the code keeps them
});

/**
 * Normalises every term inside its group first, then adds the terms, then normalises over the batch.
 *
 *   a_{k,i} = (r_{k,i} − mean_k) / (std_k + eps)   over the group of rollout i
 *   s_i = Σ_k w_k · a_{k,i}
 *   out_i = (s_i − mean(s)) / (std(s) + batchEps)  over the batch, unless `batch: off`, cut to ±clip
 *
 * Different mixtures of rewards with the same sum keep different advantages. Weights before the
 * first step would cancel, which is why they come after it. The total of the program is not read;
 * a rollout none of whose terms has a value gets 0 and moves no statistic (with `missing: skip`).
 *
 * @shape over K × [R] → [R]
 * @unit reward → advantage
 * @throws RewardError GUERDON_SHAPE when `over` is empty, or `batch: token` or `baseline: token-mean` finds no token counts
 * @throws RewardError GUERDON_OPTION when there are not as many weights as terms
 * @paper 088 eq. 4–6 (GDPO)
 * @paper 051 §Mechanism 1 and 7: each reward by its group (or batch) deviation, then a weighted sum; missing is left out
 * @kind advantage
 * @alias decoupled
 * @alias decoupled group normaliser = { use: decoupled, batch: rollout }
 * @alias per-reward group normaliser = { use: decoupled, batch: off }
 * @alias 051:advantage mix = { use: decoupled, weights: [0.5, 0.5], batch: off }
 * @plot { batch: "off" } over members [1, 0, 0, 1]
 *
 * ```ts doctest
 * import { decoupled } from "@guerdon/core/advantage";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const over = [fullSignal("rollout", [0, 1]), fullSignal("rollout", [0, 1])];
 * const piece = decoupled({ scale: "population-std", eps: 0, batch: "off" });
 * [...piece.advantages({ total: fullSignal("rollout", [0, 2]), over }, flatLayout([2])).values] // => [-2, 2]
 * ```
 */
export const decoupled: AdvantageFactory<typeof options> = defineAdvantage({
  name: "decoupled",
  version: 1,
  summary: "Normalises every term inside its group first, then adds the terms, then normalises over the batch.",
  options,
  build: (rule) => ({
    decoupled: true,
    ...factsOf(rule),
    advantages: (input, layout) => normaliseThenSum(rule, input, layout),
  }),
});

function normaliseThenSum(rule: DecoupledOptions, input: AdvantageInput, layout: Layout): Signal {
  const offsets = groupOffsets(layout);
  const given = rule.missing === "zero" ? input.over.map(withZeros) : input.over;
  const terms = rule.single === "skip" ? given.map((term) => withoutSingles(term, offsets)) : given;
  const weights = weightsOf(rule, terms.length);
  const values = new Float64Array(layout.groupOf.length);
  const live = new Uint8Array(sizeAt(layout, "group"));
  const tokens = rule.baseline === "token-mean" ? tokenCounts(input, layout) : undefined;
  terms.forEach((term, k) => {
    addNormalised(term, { offsets, rule, weight: weights[k] as number, tokens }, { values, live, fresh: k === 0 });
  });
  if (rule.batch !== "off") {
    const counts =
      rule.batch === "token" ? tokenCounts(input, layout).slice() : new Float64Array(values.length).fill(1);
    leaveOutMissing(counts, terms);
    if (rule.constantGroups === "drop") leaveOutConstant(counts, live, layout);
    normaliseBatch(values, counts, rule);
  }
  clipTo(values, rule.clip);
  return fullAdvantage("rollout", values);
}

/** The term with 0 where it is missing. */
function withZeros({ level, values, present }: Signal): Signal {
  return fullSignal(
    level,
    values.map((value, i) => (present[i] === 1 ? value : 0)),
  );
}

function weightsOf({ weights }: DecoupledOptions, count: number): readonly number[] {
  if (count === 0) {
    throw new RewardError("GUERDON_SHAPE", "Expected `over` to list at least one term, got none.", {
      hint: "Name the terms to normalise one by one: `over: [format, correct]`.",
    });
  }
  if (weights === undefined) return new Array<number>(count).fill(1);
  if (weights.length === count) return weights;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`weights\` to have one number for each of the ${count} terms of \`over\`, got ${weights.length}.`,
    { details: { expected: count, got: weights.length } },
  );
}

function leaveOutMissing(counts: Float64Array, terms: readonly Signal[]): void {
  const scored = (terms[0] as Signal).present.slice();
  for (const { present } of terms) {
    if (!scored.includes(0)) return;
    for (let i = 0; i < scored.length; i++) scored[i] = (scored[i] as number) | (present[i] as number);
  }
  for (let i = 0; i < counts.length; i++) if (scored[i] === 0) counts[i] = 0;
}

function leaveOutConstant(counts: Float64Array, live: Uint8Array, { groupOf }: Layout): void {
  for (let i = 0; i < counts.length; i++) if (live[groupOf[i] as number] === 0) counts[i] = 0;
}
