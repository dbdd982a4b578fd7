import { z } from "zod";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkIndexes, checkLength, checkOffsets } from "./check-length.ts";
import { logSigmoid, logSumExp, sigmoid } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface ListwiseDpoOptions {
  /** What log-ratios are multiplied by. */
  readonly beta: number;
  /** How far every loser should stay behind. */
  readonly margin: number;
  /** Weight of −log π of the winner. */
  readonly anchor: number;
  /** The usual list-wise loss, or the formula as it was printed. */
  readonly form: "safe" | "printed";
}

export interface ListwiseDpoColumns {
  /** log π of each response. */
  readonly logProbs: Float64Array;
  /** log π_ref of each response. */
  readonly refLogProbs: Float64Array;
  /** First member of each group, and the end of the last. */
  readonly offsets: Int32Array;
  /** The winner of each group, as an index of members. */
  readonly winners: Int32Array;
  /** Weight of each loser against its winner; that of the winner is not read. */
  readonly pairWeights?: Float64Array;
}

export interface ListwiseDpoLoss {
  /** To be minimised: mean over groups. */
  readonly loss: number;
  /** d loss / d logProbs [R]. */
  readonly gradient: Float64Array;
  /** Share of groups whose winner leads every loser. */
  readonly accuracy: number;
}

const OPTIONS: z.ZodType<ListwiseDpoOptions, Given<ListwiseDpoOptions>> = z
  .strictObject({
    beta: z.number().positive().default(0.1),
    margin: z.number().default(0),
    anchor: z.number().min(0).default(0),
    form: z.enum(["safe", "printed"]).default("safe"), // 147 §Mechanism
  })
  .readonly();

/**
 * DPO of one winner against a list of losers, each with its own weight.
 *
 *   r̂ = β·(log π − log π_ref),  w = winner of the group, l its losers
 *   safe     loss = −log σ( −log Σ_l exp(weight_l·(r̂_l − r̂_w + margin)) ) − anchor·log π(w)
 *   printed  loss = −log σ( log Σ_l exp(weight_l·max(0, r̂_w − r̂_l − margin)) ) − anchor·log π(w)
 *
 * The printed form gives no gradient until the winner leads a loser by the margin. With one loser of weight 1 the safe
 * form is DPO. A group without losers adds its anchor alone. The mean over groups is minimised.
 *
 * @shape logProbs, refLogProbs [R], offsets [G + 1], winners [G] → loss, gradient [R]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ or a winner is not in the batch; GUERDON_OPTION
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 147 §Mechanism, 045, 021
 * @kind objective
 * @alias list-wise DPO with pair weights, margin, NLL anchor alpha
 *
 * ```ts doctest
 * import { listwiseDpo } from "@guerdon/core/objective";
 * const zero = Float64Array.of(0, 0);
 * const list = { logProbs: zero, refLogProbs: zero, offsets: Int32Array.of(0, 2), winners: Int32Array.of(0) };
 * [...listwiseDpo(list, { beta: 1 }).gradient] // => [-0.5, 0.5]
 * ```
 */
export function listwiseDpo(
  columns: ListwiseDpoColumns,
  options?: Given<ListwiseDpoOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): ListwiseDpoLoss {
  const settings = optionsOf("listwiseDpo", OPTIONS, options);
  const { logProbs, refLogProbs, offsets, winners, pairWeights } = columns;
  const groups = offsets.length - 1;
  checkOffsets("offsets", offsets, logProbs.length);
  checkLength("refLogProbs", refLogProbs, logProbs.length, "R");
  checkLength("pairWeights", pairWeights, logProbs.length, "R");
  checkLength("winners", winners, groups, "G");
  checkIndexes("winners", winners, logProbs.length);
  const gradient = bufferFor("out.gradient", out.gradient, logProbs.length, "R").fill(0);
  const terms = new Float64Array(logProbs.length);
  let [loss, correct] = [0, 0];
  for (let g = 0; g < groups; g++) {
    const winner = winners[g] as number;
    gradient[winner] = (gradient[winner] as number) - settings.anchor / groups;
    loss -= (settings.anchor * (logProbs[winner] as number)) / groups;
    const lead = leadOf(columns, settings, g, terms);
    if (lead > 0) correct++;
    if (lead !== Number.POSITIVE_INFINITY) loss += spread(columns, settings, g, terms, gradient);
  }
  checkFinite("listwiseDpo", loss, { gradient });
  return { loss, gradient, accuracy: groups === 0 ? 0 : correct / groups };
}

/** Writes the exponent of each loser; gives the lead of the winner over the nearest one, ∞ without any. */
function leadOf(
  { logProbs, refLogProbs, offsets, winners, pairWeights }: ListwiseDpoColumns,
  { beta, margin, form }: ListwiseDpoOptions,
  g: number,
  terms: Float64Array,
): number {
  const winner = winners[g] as number;
  const won = beta * ((logProbs[winner] as number) - (refLogProbs[winner] as number));
  let lead = Number.POSITIVE_INFINITY;
  for (let i = offsets[g] as number; i < (offsets[g + 1] as number); i++) {
    const behind = won - beta * ((logProbs[i] as number) - (refLogProbs[i] as number));
    const distance = form === "safe" ? margin - behind : Math.max(0, behind - margin);
    terms[i] = i === winner ? Number.NEGATIVE_INFINITY : (pairWeights?.[i] ?? 1) * distance;
    if (i !== winner) lead = Math.min(lead, behind);
  }
  return lead;
}

/** The loss of one group without its anchor; adds its gradient. */
function spread(
  { offsets, winners, pairWeights }: ListwiseDpoColumns,
  { beta, form }: ListwiseDpoOptions,
  g: number,
  terms: Float64Array,
  gradient: Float64Array,
): number {
  const [start, end, groups] = [offsets[g] as number, offsets[g + 1] as number, offsets.length - 1];
  const [winner, side] = [winners[g] as number, form === "safe" ? -1 : 1];
  const argument = side * logSumExp(terms, start, end);
  const slope = -sigmoid(-argument) / groups;
  for (let i = start; i < end; i++) {
    if (i === winner || (form === "printed" && terms[i] === 0)) continue;
    const share = exp((terms[i] as number) - side * argument);
    const push = slope * share * (pairWeights?.[i] ?? 1) * beta;
    gradient[winner] = (gradient[winner] as number) + push;
    gradient[i] = (gradient[i] as number) - push;
  }
  return -logSigmoid(argument) / groups;
}
