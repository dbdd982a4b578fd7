import { z } from "zod";
import { defineCombinator, type TransformFactory, type Trend } from "../piece/index.ts";
import { hull, type Interval, type Layout, type Signal } from "../signal/index.ts";
import { combineRows, rangeOfRows } from "./combine-rows.ts";
import { halves } from "./halves.ts";
import { lengthOf } from "./length-of.ts";
import { meanColumns } from "./mean-columns.ts";
import { normaliseMembers } from "./normalise-members.ts";
import { perInput } from "./per-input.ts";
import { REDUCTIONS, type Reduction, reduceRow } from "./reduce-row.ts";

export interface EnsembleOptions {
  /** How one number is made of the members' scores. */
  readonly reduce: Reduction;
  /** How much of the spread is taken away by `mean-minus-std` and `mean-minus-variance`. */
  readonly c: number;
  /** The share of the members below the result of `reduce: quantile`. */
  readonly quantile: number;
  /** Trust in each member, in order, as for `mean`; all equal when absent. */
  readonly weights?: readonly number[] | undefined;
  /** Puts every member on one scale first, over the rollouts of `over`. */
  readonly normalise: "none" | "z-score" | "min-max" | "rank";
  /** Whether the members of each group or of the whole batch are compared. */
  readonly over: "group" | "batch";
  /** Added to the deviation or width that `normalise` divides by. */
  readonly eps: number;
  /** Whether `of` lists, after the members, as many masks of where each is to be trusted. */
  readonly covered: boolean;
  /** What a rollout gets that no member covers: the last member's score or the mean of all. */
  readonly fallback: "last" | "mean";
}
type EnsembleInput = { readonly [K in keyof EnsembleOptions]?: EnsembleOptions[K] | undefined };

const options: z.ZodType<EnsembleOptions, EnsembleInput> = z
  .strictObject({
    reduce: z.enum(REDUCTIONS).default("mean"),
    c: z.number().nonnegative().default(1),
    quantile: z.number().min(0).max(1).default(0.25), // 202 §Mechanism: α = 0.25
    weights: z.array(z.number().positive()).min(1).readonly().optional(),
    normalise: z.enum(["none", "z-score", "min-max", "rank"]).default("none"),
    over: z.enum(["group", "batch"]).default("group"),
    eps: z.number().nonnegative().default(1e-6), // 199 §Mechanism: ε = 1e-6
    covered: z.boolean().default(false),
    fallback: z.enum(["last", "mean"]).default("last"), // 200 §Mechanism: with no cover the last one
  })
  .refine(({ weights, reduce }) => weights === undefined || reduce === "mean", {
    path: ["weights"],
    error: "only `reduce: mean` weighs its members",
  })
  .refine(({ covered, weights, normalise }) => !covered || (weights === undefined && normalise === "none"), {
    path: ["covered"],
    error: "masks go with neither `weights` nor `normalise`",
  });

/**
 * Makes one score of several estimates of the same thing.
 *
 *   mean Σ_k w_k x_k / Σ_k w_k · min · max · median
 *   mean-minus-std x̄ − c·s · mean-minus-variance x̄ − c·s²,  s² = (1/K) Σ_k (x_k − x̄)²
 *   quantile: linear between order statistics, at place q·(K − 1)
 *
 * With `normalise` each x_k is first put on one scale over the present rollouts of its group or of the
 * batch: (of − mean) / (s + eps), (of − least) / (width + eps), or the mean share of the others that it
 * beats, a tie counting ½. Where all are equal these are 0, 0 and ½. Without it and with `covered: true`
 * the second half of the list says by a positive value where each member of the first half is to be
 * trusted, and only those count. A missing input makes the result missing; an estimator that is silent
 * where it knows nothing is filled with `default(…)` beside a mask.
 *
 * @shape of K × [R], or 2K × [R] with `covered` → [R]
 * @unit any → same, or score with `normalise`
 * @throws RewardError GUERDON_OPTION when there are not as many weights as inputs
 * @throws RewardError GUERDON_SHAPE when there is no input, lengths differ or masks do not pair up
 * @paper 060 §Mechanism (plain mean of normalised scores; weights by accuracy)
 * @paper 099 §Mechanism (mean, min, mean − c·variance as baselines)
 * @paper 199 §Mechanism (mean of z-scores within the group)
 * @paper 200 §Mechanism (min over the covered critics, else the last)
 * @paper 202 §Mechanism (quantile with linear interpolation, α = 0.25; α = 0 is the minimum)
 * @paper 087, 189 (minimum over samples or principles)
 * @kind combinator
 * @alias ensemble
 * @alias ensembleMin = { use: ensemble, reduce: min }
 * @alias ensembleMean = { use: ensemble, reduce: mean }
 * @alias ensembleMeanMinusVar = { use: ensemble, reduce: mean-minus-variance, c: 1 }
 * @alias quantileEnsemble = { use: ensemble, reduce: quantile, quantile: 0.25 }
 * @alias minEnsembleQ = { use: ensemble, reduce: min, covered: true }
 * @alias riskAverse = { use: ensemble, reduce: min }
 * @alias zMean = { use: ensemble, normalise: z-score }
 * @alias rank-aggregate = { use: ensemble, normalise: rank }
 * @alias principleMix = { use: ensemble, weights: [1, 1, 1] }
 * @alias accuracy-weighted = { use: ensemble, normalise: z-score, weights: [0.7, 0.8] }
 * @alias judgeEnsemble = { use: ensemble, reduce: median }
 * @alias integrateScores = "(p1 * s1 + p2 * s2) / (p1 + p2)", or { use: ensemble } with equal weights
 * @plot { of: [0.2, 0.6] } over of 0..1
 * @plot { of: [0.2, 0.6], reduce: mean-minus-std } over of 0..1
 * @plot { of: [0.2, 0.6], reduce: quantile } over of 0..1
 *
 * ```ts doctest
 * import { ensemble } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const of = [fullSignal("rollout", [1, 4]), fullSignal("rollout", [3, 4])];
 * [...ensemble({ reduce: "mean-minus-std", c: 0.5 }).apply(of, flatLayout([2])).values] // => [1.5, 4]
 * ```
 */
export const ensemble: TransformFactory<typeof options> = defineCombinator({
  name: "ensemble",
  version: 1,
  summary: "Makes one score of several estimates of the same thing.",
  options,
  build: (settings) => ({
    scope: settings.normalise === "none" ? "rollout" : settings.over,
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfEnsemble(inputs, settings),
    trend: (_, inputs) => trendIn(inputs, settings),
    apply: (inputs, layout) => join(inputs, layout, settings),
  }),
});

function join(inputs: readonly Signal[], layout: Layout, settings: EnsembleOptions): Signal {
  if (settings.covered) return joinCovered(inputs, settings);
  lengthOf(inputs);
  const { normalise, over, eps } = settings;
  const members =
    normalise === "none"
      ? inputs
      : inputs.map((input) => normaliseMembers(input, layout, { by: normalise, over, eps }));
  if (settings.reduce === "mean")
    return meanColumns(members, perInput("weights", settings.weights ?? 1, inputs.length));
  if (settings.reduce.startsWith("mean-")) return meanColumns(members, perInput("weights", 1, inputs.length), settings);
  return combineRows(members, (row) => reduceRow(row, row.length, settings));
}

function joinCovered(inputs: readonly Signal[], settings: EnsembleOptions): Signal {
  const [members] = halves(inputs, "masks");
  const count = members.length;
  const trusted = new Float64Array(count);
  return combineRows(inputs, (row) => {
    let kept = 0;
    for (let k = 0; k < count; k++) if ((row[count + k] as number) > 0) trusted[kept++] = row[k] as number;
    if (kept > 0) return reduceRow(trusted, kept, settings);
    if (settings.fallback === "last") return row[count - 1] as number;
    return reduceRow(row, count, { ...settings, reduce: "mean" });
  });
}

function rangeOfEnsemble(all: readonly Interval[], settings: EnsembleOptions): Interval {
  const { reduce, c, normalise, weights, covered } = settings;
  const inputs = covered ? halves(all, "masks")[0] : all;
  if (normalise !== "none") return normalisedRange(settings);
  const { min, max } = hull(...inputs);
  const deviation = (max - min) / 2;
  const lost =
    c === 0
      ? 0
      : reduce === "mean-minus-std"
        ? c * deviation
        : reduce === "mean-minus-variance"
          ? c * deviation ** 2
          : 0;
  if (covered) return { min: min - lost, max };
  if (weights !== undefined) {
    const shares = perInput("weights", weights, inputs.length);
    const total = shares.reduce((sum, share) => sum + share, 0);
    const mean = (row: Float64Array): number => row.reduce((sum, x, k) => sum + (x * (shares[k] as number)) / total, 0);
    return rangeOfRows(inputs, mean);
  }
  const centre = rangeOfRows(inputs, (row) => reduceRow(row, row.length, { ...settings, c: 0 }));
  return { min: centre.min - lost, max: centre.max };
}

/** Shares are in [0, 1]; a standard score has no bound that holds for groups of every size. */
function normalisedRange({ normalise, reduce, c }: EnsembleOptions): Interval {
  if (normalise === "z-score") return { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  const lost = reduce === "mean-minus-std" ? c / 2 : reduce === "mean-minus-variance" ? c / 4 : 0;
  return { min: -lost, max: 1 };
}

function trendIn(inputs: readonly Interval[], { reduce, c, covered }: EnsembleOptions): Trend {
  if (covered) return "unknown";
  const spreads = reduce === "mean-minus-std" || reduce === "mean-minus-variance";
  if (!spreads || c === 0) return "increasing";
  // ∂s/∂x_k is at most √(K − 1) / K, and ∂x̄/∂x_k is 1 / K.
  return reduce === "mean-minus-std" && c * Math.sqrt(inputs.length - 1) <= 1 ? "increasing" : "unknown";
}
