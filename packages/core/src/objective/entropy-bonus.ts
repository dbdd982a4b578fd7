import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { aggregationSchema, type Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { type AggregationOptions, countTokens, lossAggregation, type TokenColumns } from "./loss-aggregation.ts";
import { optionsOf } from "./options-of.ts";

export interface EntropyBonusOptions extends AggregationOptions {
  /** What the entropy counts. */
  readonly coef: number;
  /** Tokens of all turns, or of the last turn of each rollout. */
  readonly scope: "allTurns" | "lastTurn";
}

export interface EntropyColumns extends TokenColumns {
  /** Entropy of the policy at each token. */
  readonly entropies: Float64Array;
  /** Turn of each token, rising inside a rollout. */
  readonly turns?: Int32Array;
}

export interface EntropyBonus {
  /** −coef · mean entropy, to be minimised. */
  readonly loss: number;
  /** d loss / d entropies [T]; `categoricalEntropy` takes it back to log-probabilities. */
  readonly gradient: Float64Array;
  /** The aggregate of the entropies, without coef. */
  readonly entropy: number;
}

const OPTIONS: z.ZodType<EntropyBonusOptions, Given<EntropyBonusOptions>> = z
  .strictObject({
    coef: z.number().default(0.001), // 121 §Mechanism: λ = 0.001
    scope: z.enum(["allTurns", "lastTurn"]).default("allTurns"), // 121 §Mechanism: all turns, not only the last
    ...aggregationSchema("token-mean"),
  })
  .readonly();

/**
 * Rewards the entropy of a policy.
 *
 *   loss = −coef · Σ w·H by `aggregation`
 *
 * With `lastTurn` the tokens of earlier turns count nowhere. A schedule sets coef from step to step. The loss is
 * minimised.
 *
 * @shape entropies [T], turns [T] → loss, gradient [T]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ, or turns are missing with `lastTurn`; GUERDON_OPTION
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows
 * @paper 121 §Mechanism (λ = 0.001), 075 (coefficient 0.01), 212 (0.001), 019
 * @kind objective
 * @alias entropyBonus
 *
 * ```ts doctest
 * import { entropyBonus } from "@guerdon/core/objective";
 * [...entropyBonus({ entropies: Float64Array.of(1, 2) }, { coef: 1 }).gradient] // => [-0.5, -0.5]
 * ```
 */
export function entropyBonus(
  columns: EntropyColumns,
  options?: Given<EntropyBonusOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): EntropyBonus {
  const settings = optionsOf("entropyBonus", OPTIONS, options);
  const { entropies, turns } = columns;
  checkLength("turns", turns, entropies.length, "T");
  const mask = settings.scope === "lastTurn" ? lastTurns(columns) : columns.mask;
  const inScope = mask === undefined ? columns : { ...columns, mask };
  const { offsets, scale, byLength } = lossAggregation(inScope, entropies.length, settings);
  const gradient = bufferFor("out.gradient", out.gradient, entropies.length, "T").fill(0);
  let entropy = 0;
  for (let r = 0; r + 1 < offsets.length; r++) {
    if (columns.keep?.[r] === 0) continue;
    const [start, end] = [offsets[r] as number, offsets[r + 1] as number];
    const length = byLength ? Math.max(1, countTokens(mask, start, end)) : 1;
    const each = (scale / length) * (columns.weights?.[r] ?? 1);
    for (let t = start; t < end; t++) {
      if (mask !== undefined && mask[t] === 0) continue;
      const weight = each * (columns.tokenWeights?.[t] ?? 1);
      if (weight === 0) continue;
      entropy += weight * (entropies[t] as number);
      gradient[t] = 0 - settings.coef * weight;
    }
  }
  const loss = 0 - settings.coef * entropy;
  checkFinite("entropyBonus", loss, { gradient });
  return { loss, gradient, entropy };
}

/** The mask of the tokens of the last turn of each rollout. */
function lastTurns({ entropies, turns, mask, offsets }: EntropyColumns): Uint8Array {
  if (turns === undefined) {
    throw new RewardError("GUERDON_SHAPE", "Expected `turns` with `scope: lastTurn`, got none.");
  }
  const bounds = offsets ?? Int32Array.of(0, entropies.length);
  const last = new Uint8Array(entropies.length);
  for (let r = 0; r + 1 < bounds.length; r++) {
    const end = bounds[r + 1] as number;
    for (let t = bounds[r] as number; t < end; t++) {
      last[t] = turns[t] === turns[end - 1] && mask?.[t] !== 0 ? 1 : 0;
    }
  }
  return last;
}
