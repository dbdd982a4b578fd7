import { z } from "zod";
import { aggregationSchema, type Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { type AggregationOptions, countTokens, lossAggregation, type TokenColumns } from "./loss-aggregation.ts";
import { optionsOf } from "./options-of.ts";

export interface ValueLossOptions extends AggregationOptions {
  /** What the loss counts. */
  readonly coef: number;
  /** How far a value may move from the old one before the loss stops following it; null has no clip. */
  readonly clip: number | null;
}

export interface ValueColumns extends TokenColumns {
  /** Value of each token. */
  readonly values: Float64Array;
  /** Return of each token. */
  readonly returns: Float64Array;
  /** Values at the time of the rollout, with `clip`. */
  readonly oldValues?: Float64Array;
}

export interface ValueLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d values [T]. */
  readonly gradient: Float64Array;
  /** Share of the counted tokens where the clipped error is the larger one. */
  readonly clipFraction: number;
}

const OPTIONS: z.ZodType<ValueLossOptions, Given<ValueLossOptions>> = z
  .strictObject({
    coef: z.number().min(0).default(0.5), // 055 §Mechanism: 0.5·MSE; 075: 0.1
    clip: z.number().positive().nullable().default(null),
    ...aggregationSchema("token-mean"),
  })
  .readonly();

/**
 * The squared error of a critic, with PPO's clip around the old values.
 *
 *   l = max( (v − R)², (clip(v, v_old ± clip) − R)² ),   loss = coef · Σ w·l by `aggregation`
 *
 * Where the clipped error is the larger one and the value has left the clip, the gradient is 0. The loss is minimised.
 *
 * @shape values, returns, oldValues [T] → loss, gradient [T]
 * @unit reward → squared reward
 * @throws RewardError GUERDON_SHAPE when lengths differ or old values are missing with `clip`; GUERDON_OPTION
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 055 §Mechanism (0.5 and 0.2), 075 §Mechanism (0.1), 185
 * @kind objective
 * @alias weightedRegression = { coef: 1, clip: null } with tokenWeights
 *
 * ```ts doctest
 * import { valueLoss } from "@guerdon/core/objective";
 * const { loss, gradient } = valueLoss({ values: Float64Array.of(3), returns: Float64Array.of(1) });
 * [loss, ...gradient] // => [2, 2]
 * ```
 */
export function valueLoss(
  columns: ValueColumns,
  options?: Given<ValueLossOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): ValueLoss {
  const settings = optionsOf("valueLoss", OPTIONS, options);
  const { values, returns, oldValues, mask, keep, weights, tokenWeights } = columns;
  const length = values.length;
  checkLength("returns", returns, length, "T");
  checkLength("oldValues", settings.clip === null ? oldValues : (oldValues ?? []), length, "T");
  const { offsets, scale, byLength, tokens } = lossAggregation(columns, length, settings);
  const gradient = bufferFor("out.gradient", out.gradient, length, "T").fill(0);
  let [loss, clipped] = [0, 0];
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (keep?.[r] === 0) continue;
    const [start, end] = [offsets[r] as number, offsets[r + 1] as number];
    const lengthOf = byLength ? Math.max(1, countTokens(mask, start, end)) : 1;
    const each = ((settings.coef * scale) / lengthOf) * (weights?.[r] ?? 1);
    for (let t = start; t < end; t++) {
      if (mask !== undefined && mask[t] === 0) continue;
      const weight = each * (tokenWeights?.[t] ?? 1);
      const [value, wanted] = [values[t] as number, returns[t] as number];
      const old = settings.clip === null ? value : (oldValues?.[t] as number);
      const reach = settings.clip ?? 0;
      const bounded = Math.min(Math.max(value, old - reach), old + reach);
      const [open, closed] = [value - wanted, bounded - wanted];
      const cut = Math.abs(closed) > Math.abs(open);
      if (cut) clipped++;
      if (weight === 0) continue;
      loss += weight * (cut ? closed * closed : open * open);
      gradient[t] = cut ? 0 : 2 * weight * open;
    }
  }
  checkFinite("valueLoss", loss, { gradient });
  return { loss, gradient, clipFraction: tokens === 0 ? 0 : clipped / tokens };
}
