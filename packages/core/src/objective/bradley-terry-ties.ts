import { z } from "zod";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";
import { logSigmoid, sigmoid } from "./log-sigmoid.ts";
import { optionsOf } from "./options-of.ts";

export interface BradleyTerryTiesOptions {
  /** How likely ties are: at equal scores P(tie) = (k − 1)/(k + 1). */
  readonly k: number;
}

export interface TiedPairs {
  /** Score of the first and of the second of each pair. */
  readonly first: Float64Array;
  /** Score of the second of each pair. */
  readonly second: Float64Array;
  /** 1 when the first won, −1 when the second did, 0 for a tie; any other label masks the pair. */
  readonly labels: Int8Array;
}

export interface BradleyTerryTiesLoss {
  /** To be minimised: mean over the pairs with a label. */
  readonly loss: number;
  readonly gradient: { readonly first: Float64Array; readonly second: Float64Array };
  /** Share of the decided pairs whose winner has the larger score. */
  readonly accuracy: number;
  /** Pairs with a label. */
  readonly pairs: number;
}

const OPTIONS: z.ZodType<BradleyTerryTiesOptions, Given<BradleyTerryTiesOptions>> = z
  .strictObject({
    k: z.number().gt(1).default(5), // 038 §Mechanism 2: k = 5
  })
  .readonly();

/**
 * The Bradley–Terry likelihood with ties (Rao and Kupper).
 *
 *   d = s_first − s_second
 *   P(first) = σ(d − ln k),  P(second) = σ(−d − ln k),  P(tie) = (k² − 1)·σ(d − ln k)·σ(−d − ln k)
 *   loss = mean of −log P(label)
 *
 * The three probabilities sum to 1; k near 1 leaves ties no room. The loss is minimised.
 *
 * @shape first [N], second [N], labels [N] → loss, gradient.first [N], gradient.second [N]
 * @unit score → loss
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION unless k > 1
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows
 * @paper 038 §Mechanism 2, 060, 096, 197
 * @kind objective
 * @alias bradleyTerryTies = { k: 5 }
 *
 * ```ts doctest
 * import { bradleyTerryTies } from "@guerdon/core/objective";
 * const zero = Float64Array.of(0);
 * [...bradleyTerryTies({ first: zero, second: zero, labels: Int8Array.of(0) }).gradient.first] // => [0]
 * ```
 */
export function bradleyTerryTies(
  columns: TiedPairs,
  options?: Given<BradleyTerryTiesOptions>,
  out: {
    /** Buffer for the gradient by `first`, instead of a new one. */
    readonly first?: Float64Array;
    /** Buffer for the gradient by `second`, instead of a new one. */
    readonly second?: Float64Array;
  } = {},
): BradleyTerryTiesLoss {
  const { k } = optionsOf("bradleyTerryTies", OPTIONS, options);
  const { first, second, labels } = columns;
  const count = first.length;
  checkLength("second", second, count, "N");
  checkLength("labels", labels, count, "N");
  const up = bufferFor("out.first", out.first, count, "N").fill(0);
  const down = bufferFor("out.second", out.second, count, "N").fill(0);
  const [log, room] = [Math.log(k), Math.log(k - 1) + Math.log(k + 1)];
  let pairs = 0;
  for (let i = 0; i < count; i++) if (Math.abs(labels[i] as number) <= 1) pairs++;
  let [loss, decided, correct] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const label = labels[i] as number;
    if (Math.abs(label) > 1) continue;
    const d = (first[i] as number) - (second[i] as number);
    let slope = 0;
    if (label >= 0) {
      loss -= logSigmoid(d - log) / pairs;
      slope -= sigmoid(log - d) / pairs;
    }
    if (label <= 0) {
      loss -= logSigmoid(-d - log) / pairs;
      slope += sigmoid(d + log) / pairs;
    }
    if (label === 0) loss -= room / pairs;
    else {
      decided++;
      if (label * d > 0) correct++;
    }
    up[i] = slope;
    down[i] = 0 - slope;
  }
  checkFinite("bradleyTerryTies", loss, { "gradient.first": up, "gradient.second": down });
  return { loss, gradient: { first: up, second: down }, accuracy: decided === 0 ? 0 : correct / decided, pairs };
}
