import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength, checkOffsets } from "./check-length.ts";
import { logSumExp } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface ListwiseMatchOptions {
  /** Temperature of the reward: the target is p·exp(r/β). */
  readonly beta: number;
  /** The target weights: the posterior itself, or all of it on its best member (equal bests share). */
  readonly target: "softmax" | "argmax";
  /** What is taken from the target weights: the policy's self-normalised, GDC++'s, or nothing (DPG). */
  readonly baseline: "selfNorm" | "gdc++" | "none";
  /** Whether target weights are divided by their sum in the group or by n·Z with a given log Z. */
  readonly normalise: "self" | "Z";
}

export interface ListwiseColumns {
  /** log q_θ of each response: what is trained. */
  readonly logProbs: Float64Array;
  /** log q′ of the policy that wrote the responses. */
  readonly proposalLogProbs: Float64Array;
  /** log p of the prior. */
  readonly priorLogProbs: Float64Array;
  /** Reward of each response. */
  readonly rewards: Float64Array;
  /** First response of each group, and the end of the last. */
  readonly offsets: Int32Array;
  /** log Z of each group, with `normalise: Z`. */
  readonly logZ?: Float64Array;
}

export interface ListwiseMatch {
  /** To be minimised: mean over groups. */
  readonly loss: number;
  /** d loss / d logProbs [R]: −(A − B) of the paper, by the number of groups. */
  readonly gradient: Float64Array;
  /** Mean of Σ A·log(A/B), the self-normalised KL; 0 when the policy is the posterior on the samples. */
  readonly kl: number;
}

const OPTIONS: z.ZodType<ListwiseMatchOptions, Given<ListwiseMatchOptions>> = z
  .strictObject({
    beta: z.number().positive().default(1),
    target: z.enum(["softmax", "argmax"]).default("softmax"),
    baseline: z.enum(["selfNorm", "gdc++", "none"]).default("selfNorm"),
    normalise: z.enum(["self", "Z"]).default("self"),
  })
  .readonly();

/**
 * Moves a policy to the posterior p·exp(r/β) over sampled responses: BRAIn, DPG, GDC++ and DPO-sft are settings.
 *
 *   a_i = p_i·exp(r_i/β) / q′_i,   A = a / Σ a  (or a / (n·Z))
 *   b_i = q_i / q′_i,              B = b / Σ b
 *   selfNorm  loss = −Σ A·log B           gradient −(A − B)
 *   gdc++     loss = −Σ A·log q + Σ b/n   gradient −(A − b/n)
 *   none      loss = −Σ A·log q           gradient −A
 *
 * The mean over groups is minimised; an empty group adds 0. With two responses, q′ = p and the target argmax it is DPO
 * with β = 1. With `normalise: Z` and the baseline selfNorm, B is multiplied by Σ A so that the gradient is a sum of
 * differences still.
 *
 * @shape logProbs, proposalLogProbs, priorLogProbs, rewards [R], offsets [G + 1] → loss, gradient [R]
 * @unit nats, reward → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ, or log Z is missing
 * @throws RewardError GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a weight overflows, with its place
 * @paper 162 §Mechanism, 023 (flow matching to r), 097, 214
 * @kind objective
 * @alias listwiseMatch
 *
 * ```ts doctest
 * import { listwiseMatch } from "@guerdon/core/objective";
 * const zero = Float64Array.of(0, 0);
 * const group = { logProbs: zero, proposalLogProbs: zero, priorLogProbs: zero, offsets: Int32Array.of(0, 2) };
 * [...listwiseMatch({ ...group, rewards: Float64Array.of(1, 0) }, { target: "argmax" }).gradient] // => [-0.5, 0.5]
 * ```
 */
export function listwiseMatch(
  columns: ListwiseColumns,
  options?: Given<ListwiseMatchOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): ListwiseMatch {
  const settings = optionsOf("listwiseMatch", OPTIONS, options);
  const { logProbs, offsets } = columns;
  checkColumns(columns, settings);
  const gradient = bufferFor("out.gradient", out.gradient, logProbs.length, "R");
  const target = new Float64Array(logProbs.length);
  const own = new Float64Array(logProbs.length);
  const groups = offsets.length - 1;
  let [loss, kl] = [0, 0];
  for (let g = 0; g < groups; g++) {
    const [start, end] = [offsets[g] as number, offsets[g + 1] as number];
    if (end === start) continue;
    weigh(columns, settings, g, target, own);
    const sumOwn = logSumExp(own, start, end);
    let total = 0;
    for (let i = start; i < end; i++) total += target[i] as number;
    for (let i = start; i < end; i++) {
      const [A, logB] = [target[i] as number, (own[i] as number) - sumOwn];
      const B = settings.baseline === "selfNorm" ? total * exp(logB) : exp(own[i] as number) / (end - start);
      const back = settings.baseline === "none" ? 0 : B;
      if (settings.baseline === "selfNorm") loss -= (A * logB) / groups;
      else loss += (back - A * (logProbs[i] as number)) / groups;
      if (A > 0) kl += (A * (Math.log(A) - logB)) / groups;
      gradient[i] = (back - A) / groups;
    }
  }
  checkFinite("listwiseMatch", loss, { gradient });
  return { loss, gradient, kl };
}

/** The target weights A and log b of a group. */
function weigh(
  columns: ListwiseColumns,
  { beta, target: form, normalise }: ListwiseMatchOptions,
  g: number,
  target: Float64Array,
  own: Float64Array,
): void {
  const { logProbs, proposalLogProbs, priorLogProbs, rewards, offsets, logZ } = columns;
  const [start, end] = [offsets[g] as number, offsets[g + 1] as number];
  let [best, bests] = [Number.NEGATIVE_INFINITY, 0];
  for (let i = start; i < end; i++) {
    const proposal = proposalLogProbs[i] as number;
    own[i] = (logProbs[i] as number) - proposal;
    const value = (priorLogProbs[i] as number) + (rewards[i] as number) / beta - proposal;
    target[i] = value;
    if (value > best) [best, bests] = [value, 1];
    else if (value === best) bests++;
  }
  const sum = normalise === "self" ? logSumExp(target, start, end) : (logZ?.[g] as number) + Math.log(end - start);
  for (let i = start; i < end; i++) {
    const value = target[i] as number;
    target[i] = form === "argmax" ? (value === best ? 1 / bests : 0) : exp(value - sum);
  }
}

function checkColumns(columns: ListwiseColumns, { normalise }: ListwiseMatchOptions): void {
  const length = columns.logProbs.length;
  checkOffsets("offsets", columns.offsets, length);
  checkLength("proposalLogProbs", columns.proposalLogProbs, length, "R");
  checkLength("priorLogProbs", columns.priorLogProbs, length, "R");
  checkLength("rewards", columns.rewards, length, "R");
  checkLength("logZ", columns.logZ, columns.offsets.length - 1, "G");
  if (normalise === "Z" && columns.logZ === undefined)
    throw new RewardError("GUERDON_SHAPE", "Expected `logZ` with `normalise: Z`, got none.");
}
