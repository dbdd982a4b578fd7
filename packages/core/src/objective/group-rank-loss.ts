import { z } from "zod";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength, checkOffsets } from "./check-length.ts";
import { logSumExp } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface GroupRankOptions {
  /** Temperature of the target softmax(r/τ). */
  readonly tau: number;
  /** Puts all of each target on the best member that is left: Plackett–Luce. */
  readonly hard: boolean;
  /** Every suffix of the ranking is a choice, or the whole group alone. */
  readonly suffixes: "all" | "first";
  /** Members of each group that take part, best first; null takes all. */
  readonly top: number | null;
  /** γ/β of the stabiliser that pulls the best member up: adds −anchor · s of the best. */
  readonly anchor: number;
  /** Which members are best for the anchor when several have the same reward. */
  readonly ties: "first" | "average";
}

export interface GroupRankColumns {
  /** The score, or implicit reward, of each member. */
  readonly scores: Float64Array;
  /** Reward of each member of the groups. */
  readonly rewards: Float64Array;
  /** First member of each group, and the end of the last. */
  readonly offsets: Int32Array;
}

export interface GroupRankLoss {
  /** To be minimised: mean over groups. */
  readonly loss: number;
  /** d loss / d scores [R]. */
  readonly gradient: Float64Array;
  /** Share of groups whose best member by score is a best one by reward. */
  readonly accuracy: number;
}

const OPTIONS: z.ZodType<GroupRankOptions, Given<GroupRankOptions>> = z
  .strictObject({
    tau: z.number().positive().default(0.05), // 034 §Mechanism 6: τ = 0.05
    hard: z.boolean().default(false),
    suffixes: z.enum(["all", "first"]).default("all"), // 034 §Mechanism 4
    top: z.number().int().min(2).nullable().default(null), // 034 §Mechanism 6: k = 6
    anchor: z.number().min(0).default(0), // 034 §Mechanism 5–6: γ = 0.5, β = 12
    ties: z.enum(["first", "average"]).default("first"), // 034 §Mechanism 5: first in order
  })
  .readonly();

/**
 * Ranks a group softly: Plackett–Luce on the scores, with targets that the rewards give.
 *
 *   members sorted by reward, best first;  q_i = softmax over members i … k of r/τ
 *   loss = Σ_i [ log Σ_{m ≥ i} exp s_m − Σ_{j ≥ i} q_i(j)·s_j ] − anchor · s_best,   i = 1 … k − 1, or 1 alone
 *
 * Hard targets are Plackett–Luce; two members with hard targets are DPO or Bradley–Terry. In `hard` mode members with
 * equal rewards keep their order. With s = −β·(error − error of the reference) the anchor γ/β is, up to a constant, γ
 * times the error of the best member. The mean over groups is minimised.
 *
 * @shape scores [R], rewards [R], offsets [G + 1] → loss, gradient [R]
 * @unit score, reward → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows
 * @paper 034 §Mechanism 3–6, 048, 021 (rankings), 038 (k = 2)
 * @kind objective
 * @alias groupRankSoft = { tau: 0.05, suffixes: all, hard: false, top: 6 }
 * @alias topOneRegression = { anchor: 0.5 }
 *
 * ```ts doctest
 * import { groupRankLoss } from "@guerdon/core/objective";
 * const pair = { scores: Float64Array.of(0, 0), rewards: Float64Array.of(0, 1), offsets: Int32Array.of(0, 2) };
 * [...groupRankLoss(pair, { hard: true }).gradient] // => [0.5, -0.5]
 * ```
 */
export function groupRankLoss(
  columns: GroupRankColumns,
  options?: Given<GroupRankOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): GroupRankLoss {
  const settings = optionsOf("groupRankLoss", OPTIONS, options);
  const { scores, rewards, offsets } = columns;
  checkOffsets("offsets", offsets, scores.length);
  checkLength("rewards", rewards, scores.length, "R");
  const gradient = bufferFor("out.gradient", out.gradient, scores.length, "R").fill(0);
  const groups = offsets.length - 1;
  let [loss, correct] = [0, 0];
  for (let g = 0; g < groups; g++) {
    const [start, end] = [offsets[g] as number, offsets[g + 1] as number];
    if (end === start) continue;
    const order = ranking(rewards, start, end).slice(0, settings.top ?? undefined);
    loss += rankGroup(columns, order, settings, groups, gradient) + lift(columns, order, settings, groups, gradient);
    if (isBestOnTop(columns, order)) correct++;
  }
  checkFinite("groupRankLoss", loss, { gradient });
  return { loss, gradient, accuracy: groups === 0 ? 0 : correct / groups };
}

/** Members of a group, best reward first, equals in their order. */
function ranking(rewards: Float64Array, start: number, end: number): Int32Array {
  const order = Int32Array.from({ length: end - start }, (_, i) => start + i);
  return order.sort((a, b) => (rewards[b] as number) - (rewards[a] as number) || a - b);
}

function rankGroup(
  { scores, rewards }: GroupRankColumns,
  order: Int32Array,
  { tau, hard, suffixes }: GroupRankOptions,
  groups: number,
  gradient: Float64Array,
): number {
  const k = order.length;
  const sorted = Float64Array.from(order, (i) => scores[i] as number);
  const targets = Float64Array.from(order, (i) => (rewards[i] as number) / tau);
  const last = suffixes === "all" ? k - 1 : Math.min(1, k - 1);
  let loss = 0;
  for (let i = 0; i < last; i++) {
    const [own, wanted] = [logSumExp(sorted, i, k), logSumExp(targets, i, k)];
    for (let j = i; j < k; j++) {
      const q = hard ? (j === i ? 1 : 0) : exp((targets[j] as number) - wanted);
      const p = exp((sorted[j] as number) - own);
      const at = order[j] as number;
      gradient[at] = (gradient[at] as number) + (p - q) / groups;
      loss += (q * (own - (sorted[j] as number))) / groups;
    }
  }
  return loss;
}

/** −anchor · s of the best member, or the mean over the best ones. */
function lift(
  { scores, rewards }: GroupRankColumns,
  order: Int32Array,
  { anchor, ties }: GroupRankOptions,
  groups: number,
  gradient: Float64Array,
): number {
  const best = rewards[order[0] as number] as number;
  let count = 1;
  if (ties === "average") while (count < order.length && rewards[order[count] as number] === best) count++;
  let loss = 0;
  for (let j = 0; j < count; j++) {
    const at = order[j] as number;
    gradient[at] = (gradient[at] as number) - anchor / count / groups;
    loss -= (anchor * (scores[at] as number)) / count / groups;
  }
  return loss;
}

function isBestOnTop({ scores, rewards }: GroupRankColumns, order: Int32Array): boolean {
  let top = order[0] as number;
  for (const i of order) if ((scores[i] as number) > (scores[top] as number)) top = i;
  return rewards[top] === rewards[order[0] as number];
}
