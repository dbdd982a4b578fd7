import { z } from "zod";
import { exp } from "../internal/exp.ts";
import type { Given } from "./aggregation-schema.ts";
import { rowsOf } from "./categorical-entropy.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface KlToReferenceOptions {
  /** KL(π ‖ ref), or KL(ref ‖ π). */
  readonly direction: "reverse" | "forward";
  /** What the divergence counts. */
  readonly lambda: number;
}

export interface KlToReference {
  /** λ · mean over rows, to be minimised. */
  readonly loss: number;
  /** d loss / d logProbs [N × width]. */
  readonly gradient: Float64Array;
  /** KL of each row, without λ and weights [N]. */
  readonly values: Float64Array;
}

const OPTIONS: z.ZodType<KlToReferenceOptions, Given<KlToReferenceOptions>> = z
  .strictObject({
    direction: z.enum(["reverse", "forward"]).default("reverse"), // 207 §Mechanism 2
    lambda: z.number().min(0).default(1),
  })
  .readonly();

/**
 * The exact KL divergence between whole distributions and those of a reference or a target.
 *
 *   reverse  Σ_a p·(log p − log q),   gradient by log p: p·(log p − log q + 1)
 *   forward  Σ_a q·(log q − log p),   gradient by log p: −q
 *   loss = λ · mean over rows of w·KL
 *
 * Actions of probability 0 on the side that weighs add 0. The loss is minimised.
 *
 * @shape logProbs [N × width], refLogProbs [N × width] → loss, gradient [N × width], values [N]
 * @unit nats → nats
 * @throws RewardError GUERDON_SHAPE when logProbs is not whole rows, or lengths differ; GUERDON_OPTION
 * @throws RewardError GUERDON_NON_FINITE where one side is 0 and the other is not, with its place
 * @paper 207 §Mechanism 2 (λ·KL to the cloned policy), 030 (KL from a target)
 * @kind objective
 * @alias klToReference = { direction: reverse }
 * @alias 030:kl = { direction: forward }
 *
 * ```ts doctest
 * import { klToReference } from "@guerdon/core/objective";
 * const half = Math.log(0.5);
 * const columns = { logProbs: Float64Array.of(0, -Infinity), refLogProbs: Float64Array.of(half, half), width: 2 };
 * klToReference(columns).loss // => Math.LN2
 * ```
 */
export function klToReference(
  columns: {
    /** log π of each action, row by row. */
    readonly logProbs: Float64Array;
    /** log π_ref of each action, row by row. */
    readonly refLogProbs: Float64Array;
    /** Actions in a row. */
    readonly width: number;
    /** What the divergence of each row is multiplied by. */
    readonly weights?: Float64Array;
  },
  options?: Given<KlToReferenceOptions>,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
    /** Buffer for the values, instead of a new one. */
    readonly values?: Float64Array;
  } = {},
): KlToReference {
  const { direction, lambda } = optionsOf("klToReference", OPTIONS, options);
  const { logProbs, refLogProbs, width, weights } = columns;
  const rows = rowsOf(logProbs, width);
  checkLength("refLogProbs", refLogProbs, logProbs.length, "N × A");
  checkLength("weights", weights, rows, "N");
  const gradient = bufferFor("out.gradient", out.gradient, logProbs.length, "N × A");
  const values = bufferFor("out.values", out.values, rows, "N");
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const weight = (lambda * (weights?.[i] ?? 1)) / rows;
    let value = 0;
    for (let a = i * width; a < (i + 1) * width; a++) {
      const [log, ref] = [logProbs[a] as number, refLogProbs[a] as number];
      const share = exp(direction === "reverse" ? log : ref);
      if (share > 0) value += share * (direction === "reverse" ? log - ref : ref - log);
      const slope = direction === "reverse" ? share * (log - ref + 1) : -share;
      gradient[a] = share > 0 ? weight * slope : 0;
    }
    values[i] = value;
    loss += weight * value;
  }
  checkFinite("klToReference", loss, { gradient, values });
  return { loss, gradient, values };
}
