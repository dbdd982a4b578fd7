import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkIndexes, checkLength, checkOffsets } from "./check-length.ts";
import { logSigmoid, sigmoid } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface TokenPreferenceOptions {
  /** What log-ratios are multiplied by. */
  readonly beta: number;
  /** How far the guidance moves the weight of a token from 1. */
  readonly alpha: number;
  /** 1 ± α·guidance, or exp(± α·guidance); + for the chosen response, − for the rejected one. */
  readonly weight: "linear" | "exp";
  /** Bounds of the weights. */
  readonly clip: { readonly min: number; readonly max: number } | null;
  /** Weight λ of the regulariser. */
  readonly lambda: number;
  /** −λ·w·Σ r·ρ, or λ·w·Σ (ρ − scale·r)². */
  readonly form: "product" | "mse";
  /** What token rewards are multiplied by, with `form: mse`. */
  readonly scale: number;
  /** w: 1, or the chance that the pair is not learnt yet, 1 − σ(m), as a constant. */
  readonly regulariserWeight: "none" | "unsolved";
}

export interface TokenPreferenceColumns {
  /** log π of each token. */
  readonly logProbs: Float64Array;
  /** log π_ref of each token. */
  readonly refLogProbs: Float64Array;
  /** First token of each response, and the end of the last. */
  readonly offsets: Int32Array;
  /** The chosen response of each pair, as an index of responses; one response may be in many pairs. */
  readonly chosen: Int32Array;
  /** The rejected response of each pair, as an index of responses. */
  readonly rejected: Int32Array;
  /** 1 for tokens that count. */
  readonly mask?: Uint8Array;
  /** r̂ of each token: β·log(π_guide / π_ref). Needed with `alpha`. */
  readonly guidance?: Float64Array;
  /** r of each token for the regulariser. Needed with `lambda`. */
  readonly tokenRewards?: Float64Array;
  /** What the loss of each pair is multiplied by. */
  readonly weights?: Float64Array;
}

export interface TokenPreferenceLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d logProbs [T]. */
  readonly gradient: Float64Array;
  readonly accuracy: number;
  readonly margin: number;
  /** The part of the regulariser in `loss`. */
  readonly regulariser: number;
}

const OPTIONS: z.ZodType<TokenPreferenceOptions, Given<TokenPreferenceOptions>> = z
  .strictObject({
    beta: z.number().positive().default(0.1), // 045, 152 §Mechanism: β = 0.1
    alpha: z.number().min(0).default(0), // 045 §Mechanism 3: α = 0.5
    weight: z.enum(["linear", "exp"]).default("linear"), // 045 §Mechanism 3
    clip: z.strictObject({ min: z.number(), max: z.number() }).nullable().default(null),
    lambda: z.number().min(0).default(0), // 152 §Mechanism 3: λ = 0.1 … 0.3
    form: z.enum(["product", "mse"]).default("product"), // 152 §Mechanism 3
    scale: z.number().default(1),
    regulariserWeight: z.enum(["none", "unsolved"]).default("unsolved"), // 152 §Mechanism 3
  })
  .readonly();

/**
 * DPO on tokens: a weight for each token, a regulariser that pulls implicit token rewards to given ones, or both.
 *
 *   ρ_t = β·(log π − log π_ref)
 *   m = Σ_chosen (1 + α·r̂_t)·ρ_t − Σ_rejected (1 − α·r̂_t)·ρ_t
 *   loss = mean over pairs of w_i·( −log σ(m) − λ·w·[Σ_chosen r_t·ρ_t + Σ_rejected r_t·ρ_t] )
 *
 * With form mse the bracket is −Σ (ρ_t − scale·r_t)² over both. Guidance, token rewards and w are constants. Without
 * alpha and lambda it is DPO. The loss is minimised.
 *
 * @shape logProbs [T], refLogProbs [T], offsets [R + 1], chosen [N], rejected [N] → loss, gradient [T]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ, an index has no response, or a needed column is missing
 * @throws RewardError GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 045 §Mechanism 3–4, 152 §Mechanism 2–3, 124 §Mechanism 2 (all pairs of a group)
 * @kind objective
 * @alias weightedTokenDpo = { alpha: 0.5 }
 * @alias tokenRegulariser = { lambda: 0.1 }
 * @alias dmpo = { alpha: 1 } with guidance φ − 1 on chosen and 1 − φ on rejected tokens, φ the discount of the turn
 *
 * ```ts doctest
 * import { tokenPreferenceLoss } from "@guerdon/core/objective";
 * const [logProbs, refLogProbs] = [Float64Array.of(0, 0, 0), Float64Array.of(0, 0, 0)];
 * const pair = { offsets: Int32Array.of(0, 2, 3), chosen: Int32Array.of(0), rejected: Int32Array.of(1) };
 * [...tokenPreferenceLoss({ logProbs, refLogProbs, ...pair }, { beta: 1 }).gradient] // => [-0.5, -0.5, 0.5]
 * ```
 */
export function tokenPreferenceLoss(
  columns: TokenPreferenceColumns,
  options?: Given<TokenPreferenceOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): TokenPreferenceLoss {
  const settings = optionsOf("tokenPreferenceLoss", OPTIONS, options);
  checkColumns(columns, settings);
  const gradient = bufferFor("out.gradient", out.gradient, columns.logProbs.length, "T").fill(0);
  const pass = { columns, settings, gradient };
  const pairs = columns.chosen.length;
  let [loss, correct, margins, regulariser] = [0, 0, 0, 0];
  for (let i = 0; i < pairs; i++) {
    const [won, lost] = [columns.chosen[i] as number, columns.rejected[i] as number];
    const weight = (columns.weights?.[i] ?? 1) / pairs;
    const m = score(pass, won, 1) - score(pass, lost, -1);
    const slope = weight * sigmoid(-m);
    const pull = settings.lambda * weight * (settings.regulariserWeight === "unsolved" ? sigmoid(-m) : 1);
    push(pass, won, 1, slope, pull);
    push(pass, lost, -1, slope, pull);
    const extra = pull === 0 ? 0 : pull * (distance(pass, won) + distance(pass, lost));
    regulariser += extra;
    loss += extra - weight * logSigmoid(m);
    if (m > 0) correct++;
    margins += m / pairs;
  }
  checkFinite("tokenPreferenceLoss", loss, { gradient });
  return { loss, gradient, accuracy: pairs === 0 ? 0 : correct / pairs, margin: margins, regulariser };
}

interface Pass {
  readonly columns: TokenPreferenceColumns;
  readonly settings: TokenPreferenceOptions;
  readonly gradient: Float64Array;
}

/** Σ w_t·ρ_t of a response. */
function score(pass: Pass, response: number, side: 1 | -1): number {
  const { offsets, mask } = pass.columns;
  let sum = 0;
  for (let t = offsets[response] as number; t < (offsets[response + 1] as number); t++) {
    if (mask === undefined || mask[t] !== 0) sum += tokenWeight(pass, t, side) * implicit(pass, t);
  }
  return sum;
}

/** What the regulariser adds for a response, without λ and w. */
function distance(pass: Pass, response: number): number {
  const { offsets, mask, tokenRewards } = pass.columns;
  const { form, scale } = pass.settings;
  let sum = 0;
  for (let t = offsets[response] as number; t < (offsets[response + 1] as number); t++) {
    if (mask !== undefined && mask[t] === 0) continue;
    const [rho, reward] = [implicit(pass, t), tokenRewards?.[t] ?? 0];
    sum += form === "product" ? -reward * rho : (rho - scale * reward) ** 2;
  }
  return sum;
}

function push(pass: Pass, response: number, side: 1 | -1, slope: number, pull: number): void {
  const { offsets, mask, tokenRewards } = pass.columns;
  const { beta, form, scale } = pass.settings;
  for (let t = offsets[response] as number; t < (offsets[response + 1] as number); t++) {
    if (mask !== undefined && mask[t] === 0) continue;
    let down = -side * slope * tokenWeight(pass, t, side);
    if (pull !== 0) {
      const reward = tokenRewards?.[t] ?? 0;
      down += pull * (form === "product" ? -reward : 2 * (implicit(pass, t) - scale * reward));
    }
    pass.gradient[t] = (pass.gradient[t] as number) + beta * down;
  }
}

function implicit({ columns, settings }: Pass, t: number): number {
  return settings.beta * ((columns.logProbs[t] as number) - (columns.refLogProbs[t] as number));
}

function tokenWeight({ columns, settings }: Pass, t: number, side: 1 | -1): number {
  const { alpha, weight, clip } = settings;
  if (alpha === 0) return 1;
  const shift = side * alpha * (columns.guidance?.[t] ?? 0);
  const value = weight === "linear" ? 1 + shift : exp(shift);
  return clip === null ? value : Math.min(Math.max(value, clip.min), clip.max);
}

function checkColumns(columns: TokenPreferenceColumns, { alpha, lambda }: TokenPreferenceOptions): void {
  const length = columns.logProbs.length;
  checkOffsets("offsets", columns.offsets, length);
  checkLength("refLogProbs", columns.refLogProbs, length, "T");
  checkLength("mask", columns.mask, length, "T");
  checkLength("guidance", columns.guidance, length, "T");
  checkLength("tokenRewards", columns.tokenRewards, length, "T");
  checkLength("rejected", columns.rejected, columns.chosen.length, "N");
  checkLength("weights", columns.weights, columns.chosen.length, "N");
  checkIndexes("chosen", columns.chosen, columns.offsets.length - 1);
  checkIndexes("rejected", columns.rejected, columns.offsets.length - 1);
  if (alpha !== 0 && columns.guidance === undefined)
    throw new RewardError("GUERDON_SHAPE", "Expected `guidance` with `alpha`, got none.");
  if (lambda !== 0 && columns.tokenRewards === undefined)
    throw new RewardError("GUERDON_SHAPE", "Expected `tokenRewards` with `lambda`, got none.");
}
