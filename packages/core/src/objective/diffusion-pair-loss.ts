import { z } from "zod";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { logSigmoid, sigmoid } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface DiffusionPairOptions {
  /** What the difference of errors is multiplied by; some write ½·β, some T·β. */
  readonly beta: number;
  /** β at every time, or β·(1 − t)². */
  readonly weight: "const" | "(1-t)^2";
}

export interface DiffusionPairColumns {
  /** Denoising error of the model, and of the reference, on the winner of each pair. */
  readonly winner: Float64Array;
  /** Error of the reference on the winner. */
  readonly refWinner: Float64Array;
  /** Error of the policy on the loser. */
  readonly loser: Float64Array;
  /** Error of the reference on the loser. */
  readonly refLoser: Float64Array;
  /** Time t of each pair, with `(1-t)^2`. */
  readonly times?: Float64Array;
  /** 1 pushes the loser away, −1 pulls it up like the winner; 1 without it. */
  readonly signs?: Int8Array;
}

export interface DiffusionPairLoss {
  /** To be minimised: mean over pairs. */
  readonly loss: number;
  readonly gradient: { readonly winner: Float64Array; readonly loser: Float64Array };
  /** Share of pairs with a positive margin. */
  readonly accuracy: number;
}

const OPTIONS: z.ZodType<DiffusionPairOptions, Given<DiffusionPairOptions>> = z
  .strictObject({
    beta: z.number().positive().default(50), // 038 §Mechanism 4: β 100 as β/2
    weight: z.enum(["const", "(1-t)^2"]).default("const"), // 038 §Mechanism 4: used: constant
  })
  .readonly();

/**
 * DPO of a denoiser: errors stand for negative log-likelihoods.
 *
 *   D = error − error of the reference,   b = β or β·(1 − t)²
 *   loss = mean of −log σ( −b·(D_winner − sign·D_loser) )
 *
 * The loss is minimised.
 *
 * @shape winner, refWinner, loser, refLoser [N] → loss, gradient.winner [N], gradient.loser [N]
 * @unit squared error → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ or times are missing; GUERDON_OPTION
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 038 §Mechanism 4, 034 §Mechanism 4, 057, 070 §Mechanism 4, 210 §Mechanism 3–4 (sign)
 * @kind objective
 * @alias diffusionPairLoss
 *
 * ```ts doctest
 * import { diffusionPairLoss } from "@guerdon/core/objective";
 * const zero = Float64Array.of(0);
 * diffusionPairLoss({ winner: zero, refWinner: zero, loser: zero, refLoser: zero }).loss // => Math.LN2
 * ```
 */
export function diffusionPairLoss(
  columns: DiffusionPairColumns,
  options?: Given<DiffusionPairOptions>,
  out: {
    /** Buffer for the gradient by `winner`, instead of a new one. */
    readonly winner?: Float64Array;
    /** Buffer for the gradient by `loser`, instead of a new one. */
    readonly loser?: Float64Array;
  } = {},
): DiffusionPairLoss {
  const { beta, weight } = optionsOf("diffusionPairLoss", OPTIONS, options);
  const { winner, refWinner, loser, refLoser, times, signs } = columns;
  const count = winner.length;
  checkLength("refWinner", refWinner, count, "N");
  checkLength("loser", loser, count, "N");
  checkLength("refLoser", refLoser, count, "N");
  checkLength("times", weight === "const" ? times : (times ?? []), count, "N");
  checkLength("signs", signs, count, "N");
  const won = bufferFor("out.winner", out.winner, count, "N");
  const lost = bufferFor("out.loser", out.loser, count, "N");
  let [loss, correct] = [0, 0];
  for (let i = 0; i < count; i++) {
    const b = weight === "const" ? beta : beta * (1 - (times?.[i] as number)) ** 2;
    const sign = signs?.[i] ?? 1;
    const up = (winner[i] as number) - (refWinner[i] as number);
    const margin = -b * (up - sign * ((loser[i] as number) - (refLoser[i] as number)));
    loss -= logSigmoid(margin) / count;
    const push = (b * sigmoid(-margin)) / count;
    won[i] = push;
    lost[i] = 0 - sign * push;
    if (margin > 0) correct++;
  }
  checkFinite("diffusionPairLoss", loss, { "gradient.winner": won, "gradient.loser": lost });
  return { loss, gradient: { winner: won, loser: lost }, accuracy: count === 0 ? 0 : correct / count };
}
