import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, hull, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface CascadeOptions {
  /** Confidence from which a stage's score is kept: one number for all stages but the last, or one for each. */
  readonly thresholds: number | readonly number[];
  /** What asking a stage costs: one number for all, or one for each. */
  readonly costs: number | readonly number[];
  /** The score that is kept, what it cost to get it, or the place of the stage it is from. */
  readonly give: "value" | "cost" | "stage";
}
type CascadeInput = { readonly [K in keyof CascadeOptions]?: CascadeOptions[K] | undefined };

const options: z.ZodType<CascadeOptions, CascadeInput> = z.strictObject({
  thresholds: z.union([z.number(), z.array(z.number()).min(1).readonly()]).default(0.5),
  costs: z.union([z.number().nonnegative(), z.array(z.number().nonnegative()).min(1).readonly()]).default(1),
  give: z.enum(["value", "cost", "stage"]).default("value"),
});

/**
 * Asks scorers from cheap to dear, and keeps the first score that is sure enough.
 *
 *   s = first stage with confidence_s ≥ threshold_s, else the last
 *   out_i = of_{s,i} value · Σ_{k ≤ s} cost_k cost · s, counted from 0, stage
 *
 * `of` lists the K scores and after them the K − 1 confidences of all stages but the last. Stages after
 * the one that is kept are not looked at and may be missing, as they are when a condition on the term
 * (`when: sure < 0.5`) spares them. A confidence that is reached and missing makes the result missing,
 * as does the score that is kept. The mean of `give: cost` over the rollouts is the expected cost of the
 * thresholds, and Σ_k cost_k · Π_{j<k} (1 − a_j) when stages accept independently with probabilities a.
 *
 * A cheap check that decides alone when it fails is an expression: `gate(feasible > 0, min(turns))`,
 * or with `mean(turns)`; the veto of a second judge is `gate(first > 0, second)`.
 *
 * @shape (2K − 1) × [R] → [R]
 * @unit score and confidence → score, cost or place
 * @throws RewardError GUERDON_OPTION when there are not as many thresholds or costs as stages need
 * @throws RewardError GUERDON_SHAPE when the list is even, which leaves a stage without confidence, or lengths differ
 * @paper 013 §Mechanism (accept when confidence ≥ τ, else escalate; the cost is the sum of all calls)
 * @paper 132 §Mechanism (V_traj · Π V_turn or mean; the second level only after the first)
 * @paper 078 §Mechanism (rules first, then a judge of preferences)
 * @kind combinator
 * @alias cascade
 * @alias cascade(τ[])
 * @alias 132:cascade = "gate(feasible > 0, min(turns))"
 * @alias cascadeArbiter = { use: cascade, thresholds: 1 }
 * @plot { of: [0.9, 0.5] } over of 0..1
 * @plot { of: [0.9, 0.4] } over of 0..1
 *
 * ```ts doctest
 * import { cascade } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [cheap, dear, sure] = [[1, 1], [0, 0], [0.9, 0.2]].map((row) => fullSignal("rollout", row));
 * [...cascade({ thresholds: 0.8, costs: [1, 20], give: "cost" }).apply([cheap, dear, sure], flatLayout([2])).values] // => [1, 21]
 * ```
 */
export const cascade: TransformFactory<typeof options> = defineCombinator({
  name: "cascade",
  version: 1,
  summary: "Asks scorers from cheap to dear, and keeps the first score that is sure enough.",
  options,
  build: (settings) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfKept(inputs, planOf(settings, inputs.length)),
    trend: (index, inputs) => trendIn(index, inputs, planOf(settings, inputs.length)),
    apply: (inputs) => descend(inputs, planOf(settings, inputs.length)),
  }),
});

interface Plan {
  readonly stages: number;
  readonly thresholds: readonly number[];
  /** [K] cost up to and with each stage. */
  readonly spent: readonly number[];
  readonly give: CascadeOptions["give"];
}

function planOf({ thresholds, costs, give }: CascadeOptions, listed: number): Plan {
  if (listed % 2 === 0) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`of\` to list the scores and a confidence for each but the last, got ${listed} entries.`,
      { hint: "For two stages: `of: [cheap, dear, sure]`.", details: { got: listed } },
    );
  }
  const stages = (listed + 1) / 2;
  let total = 0;
  const spent = perInput("costs", costs, stages, "stages").map((cost) => {
    total += cost;
    return total;
  });
  return { stages, thresholds: perInput("thresholds", thresholds, stages - 1, "confidences"), spent, give };
}

function descend(inputs: readonly Signal[], { stages, thresholds, spent, give }: Plan): Signal {
  const length = lengthOf(inputs);
  const values = new Float64Array(length);
  const present = new Uint8Array(length);
  const stageAt = (i: number): number => {
    let stage = 0;
    while (stage < stages - 1) {
      const confidence = inputs[stages + stage] as Signal;
      if (confidence.present[i] === 0) return -1 - stage;
      if ((confidence.values[i] as number) >= (thresholds[stage] as number)) return stage;
      stage++;
    }
    return stage;
  };
  for (let i = 0; i < length; i++) {
    const stage = stageAt(i);
    if (stage < 0) continue;
    const kept = inputs[stage] as Signal;
    present[i] = kept.present[i] as number;
    values[i] = give === "value" ? (kept.values[i] as number) : give === "cost" ? (spent[stage] as number) : stage;
  }
  return deriveSignal((inputs[0] as Signal).level, values, present, (i) => {
    const stage = stageAt(i);
    return missingAt(inputs[stage < 0 ? stages - 1 - stage : stage] as Signal, i);
  });
}

/** The stages whose score may be kept. */
function reachable(inputs: readonly Interval[], { stages, thresholds }: Plan): readonly number[] {
  const found: number[] = [];
  for (let stage = 0; stage < stages - 1; stage++) {
    const { min, max } = inputs[stages + stage] as Interval;
    const threshold = thresholds[stage] as number;
    if (max >= threshold) found.push(stage);
    if (min >= threshold) return found;
  }
  return [...found, stages - 1];
}

function rangeOfKept(inputs: readonly Interval[], plan: Plan): Interval {
  const found = reachable(inputs, plan).map((stage): Interval => {
    if (plan.give === "value") return inputs[stage] as Interval;
    const value = plan.give === "cost" ? (plan.spent[stage] as number) : stage;
    return { min: value, max: value };
  });
  return hull(...found);
}

function trendIn(index: number, inputs: readonly Interval[], plan: Plan): Trend {
  const kept = reachable(inputs, plan);
  if (index < plan.stages) return plan.give === "value" && kept.includes(index) ? "increasing" : "constant";
  if (kept.length === 1 || !kept.includes(index - plan.stages)) return "constant";
  return plan.give === "value" ? "unknown" : "decreasing";
}
