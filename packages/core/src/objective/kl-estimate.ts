import { z } from "zod";
import { aggregationSchema, type Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { type AggregationOptions, countTokens, lossAggregation, type TokenColumns } from "./loss-aggregation.ts";
import { optionsOf } from "./options-of.ts";

export interface KlOptions extends AggregationOptions {
  /** Which estimate of KL(π ‖ π_ref) from tokens of π. */
  readonly estimator: "k1" | "k2" | "k3";
  /** The gradient of the estimate itself, or that of k2, which is the gradient of the KL on average. */
  readonly gradientOf: "itself" | "k2";
  /** What the loss is multiplied by. */
  readonly beta: number;
}

export interface KlColumns extends TokenColumns {
  /** log π of each token. */
  readonly logProbs: Float64Array;
  /** log π_ref of each token. */
  readonly refLogProbs: Float64Array;
}

export interface KlEstimate {
  /** β · aggregate of the estimates, to be minimised. */
  readonly loss: number;
  /** d loss / d logProbs [T]. */
  readonly gradient: Float64Array;
  /** The estimate of each token, without β and weights [T]; 0 where it does not count. */
  readonly values: Float64Array;
  /** Mean estimate over the counted tokens. */
  readonly kl: number;
}

const OPTIONS: z.ZodType<KlOptions, Given<KlOptions>> = z
  .strictObject({
    estimator: z.enum(["k1", "k2", "k3"]).default("k3"),
    gradientOf: z.enum(["itself", "k2"]).default("itself"),
    beta: z.number().min(0).default(1),
    ...aggregationSchema("token-mean"),
  })
  .readonly();

/**
 * Estimates the KL divergence from a reference from the sampled tokens, as a loss term with its gradient.
 *
 *   d = log π − log π_ref
 *   k1 = d,   k2 = d²/2,   k3 = e^−d − 1 + d
 *   loss = β · Σ w·k by `aggregation`;   gradient of k: 1, d, 1 − e^−d
 *
 * Over tokens of π, k1 and k3 have the mean KL(π ‖ π_ref), k2 nearly so. As a loss, the mean gradient of k1 is 0 and
 * that of k2 is the gradient of the KL; k3's is that of the forward KL(π_ref ‖ π). `gradientOf: k2` keeps the value of
 * any with the gradient of k2. Weights per token, `tokenWeights`, make it a token KL (107). The loss is minimised; for
 * a penalty of the reward take `klPenalty`.
 *
 * @shape logProbs [T], refLogProbs [T] → loss, gradient [T], values [T]
 * @unit nats → nats
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when k3 overflows, with its place
 * @paper 107 §Mechanism (token KL with β of its bucket), 206 (KL loss 5e-4), 175 (0.001), 207 (λ), 185 (β)
 * @kind objective
 * @alias tokenKL
 *
 * ```ts doctest
 * import { klEstimate } from "@guerdon/core/objective";
 * const columns = { logProbs: Float64Array.of(1, 0), refLogProbs: Float64Array.of(0, 0) };
 * [...klEstimate(columns, { estimator: "k2" }).gradient] // => [0.5, 0]
 * ```
 */
export function klEstimate(
  columns: KlColumns,
  options?: Given<KlOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
    /** Buffer for the values, instead of a new one. */
    readonly values?: Float64Array;
  } = {},
): KlEstimate {
  const settings = optionsOf("klEstimate", OPTIONS, options);
  const { logProbs, refLogProbs, mask, keep, weights, tokenWeights } = columns;
  const length = logProbs.length;
  checkLength("refLogProbs", refLogProbs, length, "T");
  const { offsets, scale, byLength, tokens } = lossAggregation(columns, length, settings);
  const gradient = bufferFor("out.gradient", out.gradient, length, "T").fill(0);
  const values = bufferFor("out.values", out.values, length, "T").fill(0);
  let [loss, sum] = [0, 0];
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (keep?.[r] === 0) continue;
    const [start, end] = [offsets[r] as number, offsets[r + 1] as number];
    const lengthOf = byLength ? Math.max(1, countTokens(mask, start, end)) : 1;
    const each = ((settings.beta * scale) / lengthOf) * (weights?.[r] ?? 1);
    for (let t = start; t < end; t++) {
      if (mask !== undefined && mask[t] === 0) continue;
      const d = (logProbs[t] as number) - (refLogProbs[t] as number);
      const value = klValue(settings.estimator, d);
      const weight = tokenWeights === undefined ? each : each * (tokenWeights[t] as number);
      values[t] = value;
      sum += value;
      if (weight === 0) continue;
      loss += weight * value;
      gradient[t] = weight * (settings.gradientOf === "k2" ? d : klSlope(settings.estimator, d));
    }
  }
  checkFinite("klEstimate", loss, { gradient, values });
  return { loss, gradient, values, kl: tokens === 0 ? 0 : sum / tokens };
}

function klValue(estimator: KlOptions["estimator"], d: number): number {
  if (estimator === "k1") return d;
  return estimator === "k2" ? (d * d) / 2 : Math.expm1(-d) + d;
}

function klSlope(estimator: KlOptions["estimator"], d: number): number {
  if (estimator === "k1") return 1;
  return estimator === "k2" ? d : -Math.expm1(-d);
}

/**
 * The KL estimates as a penalty of the reward: what is added to the reward of each token.
 *
 *   r_t = −β · w_t · k_t;  0 where a token does not count
 *
 * A reward has no gradient: log π is a constant in it.
 *
 * @shape logProbs [T], refLogProbs [T] → [T]
 * @unit nats → reward
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @paper 185 §Mechanism (E[v − β·KL]), 055 (r_KL = −log π/π_0 per token), 214 (R = r − β·log π_old/π_ref)
 * @kind objective
 * @alias klToRef
 * @alias ppoKL
 *
 * ```ts doctest
 * import { klPenalty } from "@guerdon/core/objective";
 * const columns = { logProbs: Float64Array.of(1, 0), refLogProbs: Float64Array.of(0, 0) };
 * [...klPenalty(columns, { estimator: "k1", beta: 0.5 })] // => [-0.5, 0]
 * ```
 */
export function klPenalty(columns: KlColumns, options?: Given<KlOptions>, out?: Float64Array): Float64Array {
  const settings = optionsOf("klPenalty", OPTIONS, options);
  const { values } = klEstimate(columns, options, out === undefined ? {} : { values: out });
  for (let t = 0; t < values.length; t++) {
    const weight = settings.beta * (columns.tokenWeights?.[t] ?? 1);
    values[t] = weight === 0 ? 0 : 0 - weight * (values[t] as number);
  }
  return values;
}
