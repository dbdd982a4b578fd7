import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { exp } from "../internal/exp.ts";

export interface ExpertWeightsOptions {
  /** How many experts of a row are kept; null for all. */
  readonly top: number | null;
  /** Keeps the fewest experts whose probabilities reach this; null for all. */
  readonly share: number | null;
  /** What the kept get: their probabilities, made to add up to 1, or 1 / kept each. */
  readonly weights: "softmax" | "constant";
  /** What logits are divided by. */
  readonly temperature: number;
}

export interface ExpertLogits {
  /** Scores of the experts, row by row: tokens, prompts or models. */
  readonly logits: Float64Array;
  /** Experts in a row. */
  readonly width: number;
  /** Added to the logits before experts are kept: normal draws times a scale, or Gumbel draws for a sample. */
  readonly noise?: Float64Array;
}

export interface ExpertWeights {
  /** Weight of each expert; 0 where it is not kept [N × width]. */
  readonly weights: Float64Array;
  /** 1 for the experts that are kept [N × width]. */
  readonly kept: Uint8Array;
  /** Σ of the weights of each expert over the rows [width]. */
  readonly importance: Float64Array;
  /** How many rows keep each expert [width]. */
  readonly load: Float64Array;
}

const OPTIONS = z.strictObject({
  top: z.int().positive().nullable().default(null),
  share: z.number().gt(0).max(1).nullable().default(null),
  weights: z.enum(["softmax", "constant"]).default("softmax"),
  temperature: z.number().positive().default(1),
});

/**
 * Weights of the experts of a mixture from their logits, with all but some left out.
 *
 *   z = (logits + noise) / temperature,  p = softmax(z)
 *   kept = the `top` greatest z, and of these the fewest whose p reach `share`; equal ones in order
 *   weights: softmax p / Σ_kept p,  constant 1 / |kept|
 *
 * With Gumbel noise and `constant` the kept are a draw of `top` without replacement by softmax(logits).
 * Importance and load are what a balance loss evens out (`loadBalanceLoss`). It is a function on rows and
 * no piece, as it gives a weight for each expert and not one number; in a program `argmax` names one.
 *
 * @shape logits [N × width] → weights, kept [N × width], importance, load [width]
 * @unit logit → share
 * @throws RewardError GUERDON_SHAPE when logits are not whole rows, or noise has another length
 * @throws RewardError GUERDON_OPTION when an option is wrong
 * @paper 003 §Mechanism (noisy top 2, softmax over the kept; importance)
 * @paper 007 §Mechanism (top k with constant weights; Gumbel noise while training)
 * @paper 018 §Mechanism (top 2 of the softmax, divided by their sum; top-p variant)
 * @kind router
 * @alias noisyTopK = { top: 2 } with noise
 * @alias topKConstant = { top: 2, weights: constant }
 * @alias topK = { top: 2 }
 * @alias topP = { share: 0.9 }
 *
 * ```ts doctest
 * import { expertWeights } from "@guerdon/core/router";
 * const logits = Float64Array.of(0, 2, 2, -1);
 * [...expertWeights({ logits, width: 4 }, { top: 2 }).weights] // => [0, 0.5, 0.5, 0]
 * ```
 */
export function expertWeights(
  { logits, width, noise }: ExpertLogits,
  options: { readonly [K in keyof ExpertWeightsOptions]?: ExpertWeightsOptions[K] | undefined } = {},
): ExpertWeights {
  const settings = settingsOf(options);
  const rows = logits.length / width;
  if (!Number.isInteger(rows) || !(width > 0) || (noise !== undefined && noise.length !== logits.length)) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected rows of ${width} logits with as much noise, got ${logits.length} logits and ${noise?.length ?? 0} draws.`,
      { details: { width, logits: logits.length, noise: noise?.length ?? 0 } },
    );
  }
  const weights = new Float64Array(logits.length);
  const kept = new Uint8Array(logits.length);
  const [importance, load] = [new Float64Array(width), new Float64Array(width)];
  const order = new Int32Array(width);
  for (let from = 0; from < logits.length; from += width) {
    for (let k = 0; k < width; k++) {
      weights[from + k] = ((logits[from + k] as number) + (noise?.[from + k] ?? 0)) / settings.temperature;
      order[k] = k;
    }
    const row = weights.subarray(from, from + width);
    order.sort((a, b) => (row[b] as number) - (row[a] as number) || a - b);
    softmaxInto(row, row[order[0] as number] as number);
    keepInto(row, kept.subarray(from, from + width), order, settings);
    for (let k = 0; k < width; k++) {
      importance[k] = (importance[k] as number) + (row[k] as number);
      load[k] = (load[k] as number) + (kept[from + k] as number);
    }
  }
  return { weights, kept, importance, load };
}

function settingsOf(options: unknown): ExpertWeightsOptions {
  const result = OPTIONS.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join(".") ?? "";
  throw new RewardError("GUERDON_OPTION", `Expected \`${path}\` of \`expertWeights\` to be valid: ${issue?.message}.`, {
    details: { path },
  });
}

function softmaxInto(row: Float64Array, greatest: number): void {
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = exp((row[k] as number) - greatest);
    sum += row[k] as number;
  }
  for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) / sum;
}

function keepInto(row: Float64Array, kept: Uint8Array, order: Int32Array, settings: ExpertWeightsOptions): void {
  const most = Math.min(settings.top ?? row.length, row.length);
  let [count, reached] = [0, 0];
  while (count < most && (count === 0 || settings.share === null || reached < settings.share)) {
    const k = order[count++] as number;
    kept[k] = 1;
    reached += row[k] as number;
  }
  for (let k = 0; k < row.length; k++) {
    if (kept[k] === 0) row[k] = 0;
    else row[k] = settings.weights === "constant" ? 1 / count : (row[k] as number) / reached;
  }
}
