import { z } from "zod";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface EntropyCorridorOptions {
  /** Where the corridor begins, as a share of H̄: it is low·H̄ … high·H̄. */
  readonly low: number;
  /** Where the corridor ends, as a share of H̄. */
  readonly high: number;
  /** Height of the penalty (`constant`) or its slope (`hinge`). */
  readonly alpha: number;
  /** What the mean penalty is multiplied by. */
  readonly coef: number;
  /** The distance from the corridor, which trains, or a constant outside of it, which does not. */
  readonly form: "hinge" | "constant";
  /** Tokens of earlier turns are inside by definition. */
  readonly fromTurn: number;
}

export interface EntropyCorridorColumns {
  /** Entropy of each token. */
  readonly entropies: Float64Array;
  /** Turn of each token. */
  readonly turns: Int32Array;
  /** H̄ of each turn: the mean entropy it had in earlier training steps, a constant. */
  readonly history: Float64Array;
  /** 1 for tokens that count. */
  readonly mask?: Uint8Array;
}

export interface EntropyCorridor {
  /** coef · mean penalty over the counted tokens, to be minimised. */
  readonly loss: number;
  /** d loss / d entropies [T]; exactly 0 with form constant. */
  readonly gradient: Float64Array;
  /** Share of the counted tokens outside of the corridor. */
  readonly outside: number;
}

const OPTIONS: z.ZodType<EntropyCorridorOptions, Given<EntropyCorridorOptions>> = z
  .strictObject({
    low: z.number().min(0).default(0), // 121 §Mechanism: κ_l = 0 in the scripts, 0.8 in the yaml
    high: z.number().positive().default(2), // 121 §Mechanism: κ_r = 2.0 in the scripts, 1.2 in the yaml
    alpha: z.number().min(0).default(0.05), // 121 §Mechanism: 0.05 (ScienceWorld), 0.1 (ALFWorld)
    coef: z.number().default(0.001), // 121 §Mechanism: λ = 0.001, times β_k
    form: z.enum(["hinge", "constant"]).default("hinge"),
    fromTurn: z.number().int().min(0).default(0), // 121 §Mechanism: half of the turns in the scripts
  })
  .readonly();

/**
 * Penalises entropy that leaves the corridor around what its turn had before.
 *
 *   hinge     P = alpha·( max(0, H − high·H̄) + max(0, low·H̄ − H) )
 *   constant  P = 0 if low·H̄ < H < high·H̄, else alpha
 *   loss = coef · mean P over the counted tokens
 *
 * The constant form is that of the release: it shifts the loss and has gradient 0. H̄ is a constant. A turn that the
 * history does not have is inside. The loss is minimised.
 *
 * @shape entropies [T], turns [T], history [K] → loss, gradient [T]
 * @unit nats → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows
 * @paper 121 §Mechanism
 * @kind objective
 * @alias entropyCorridor
 *
 * ```ts doctest
 * import { entropyCorridor } from "@guerdon/core/objective";
 * const columns = { entropies: Float64Array.of(5, 1), turns: Int32Array.of(0, 0), history: Float64Array.of(1) };
 * entropyCorridor(columns, { alpha: 1, coef: 1 }).loss // => 1.5
 * ```
 */
export function entropyCorridor(
  columns: EntropyCorridorColumns,
  options?: Given<EntropyCorridorOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): EntropyCorridor {
  const { low, high, alpha, coef, form, fromTurn } = optionsOf("entropyCorridor", OPTIONS, options);
  const { entropies, turns, history, mask } = columns;
  const length = entropies.length;
  checkLength("turns", turns, length, "T");
  checkLength("mask", mask, length, "T");
  const gradient = bufferFor("out.gradient", out.gradient, length, "T").fill(0);
  let count = 0;
  for (let t = 0; t < length; t++) if (mask?.[t] !== 0) count++;
  let [loss, outside] = [0, 0];
  for (let t = 0; t < length; t++) {
    const turn = turns[t] as number;
    const mean = history[turn];
    if (mask?.[t] === 0 || mean === undefined || turn < fromTurn) continue;
    const [above, below] = [(entropies[t] as number) - high * mean, low * mean - (entropies[t] as number)];
    if (above < 0 && below < 0) continue;
    outside++;
    const penalty = form === "constant" ? 1 : Math.max(0, above) + Math.max(0, below);
    loss += (coef * alpha * penalty) / count;
    if (form === "hinge") gradient[t] = (coef * alpha * ((above > 0 ? 1 : 0) - (below > 0 ? 1 : 0))) / count;
  }
  checkFinite("entropyCorridor", loss, { gradient });
  return { loss, gradient, outside: count === 0 ? 0 : outside / count };
}
