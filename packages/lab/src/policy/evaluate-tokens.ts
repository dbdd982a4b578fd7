import type { HostInput } from "../tensor/index.ts";
import { expOfMinus } from "./exp-of-minus.ts";

/** Rows of logits, and what was written after each. */
export interface LogitRows {
  /** [rows, stride] logits, which become log-probabilities. */
  readonly logits: Float32Array;
  /** [rows, stride] room for probabilities, which become gradients of the logits. */
  readonly probabilities: Float32Array;
  readonly stride: number;
  readonly vocabulary: number;
  /** What logits are divided by. */
  readonly temperature: number;
  readonly from: number;
  readonly to: number;
  /** [rows] place of each row in the columns that are written; −1 for none. */
  readonly outputs: Int32Array;
  /** Tokens by place. */
  readonly targets: HostInput["data"];
}

/**
 * Log-probability and entropy of each row's token, by place.
 *
 *   log π_j = z_j/T − log Σ_i e^(z_i/T),   H = −Σ_j π_j·log π_j
 *
 * @unit nats
 */
export function evaluateTokens(rows: LogitRows, logProbs: Float32Array, entropy: Float32Array): void {
  const { logits, outputs, targets, stride, from, to } = rows;
  for (let r = from; r < to; r++) {
    const place = outputs[r] as number;
    if (place < 0) continue;
    entropy[place] = normalise(rows, r * stride);
    logProbs[place] = logits[r * stride + (targets[place] as number)] as number;
  }
}

/** Turns the logits of a row into log-probabilities. @returns the entropy */
function normalise({ logits, probabilities, vocabulary, temperature }: LogitRows, at: number): number {
  let top = logits[at] as number;
  for (let j = 1; j < vocabulary; j++) top = Math.max(top, logits[at + j] as number);
  let [total, mean] = [0, 0];
  for (let j = 0; j < vocabulary; j++) {
    const below = (top - (logits[at + j] as number)) / temperature;
    const weight = expOfMinus(below);
    probabilities[at + j] = weight;
    total += weight;
    mean += weight * below;
  }
  const logTotal = Math.log(total);
  for (let j = 0; j < vocabulary; j++) {
    logits[at + j] = ((logits[at + j] as number) - top) / temperature - logTotal;
    probabilities[at + j] = (probabilities[at + j] as number) / total;
  }
  return logTotal + mean / total;
}

/**
 * Turns the probabilities of `evaluateTokens` into gradients of the logits.
 *
 *   dz_j = (g·(1[j = token] − π_j) − e·π_j·(log π_j + H)) / T
 *
 * @param logProbs - g by place
 * @param entropy - e by place, with H of `entropies`; absent: 0
 */
export function pullTokens(
  rows: LogitRows,
  logProbs: ArrayLike<number> | undefined,
  entropy: ArrayLike<number> | undefined,
  entropies: Float32Array,
): void {
  const { logits, probabilities, outputs, targets, stride, vocabulary, temperature, from, to } = rows;
  for (let r = from; r < to; r++) {
    const [place, at] = [outputs[r] as number, r * stride];
    if (place < 0) {
      probabilities.fill(0, at, at + stride);
      continue;
    }
    const g = (logProbs?.[place] ?? 0) / temperature;
    const e = (entropy?.[place] ?? 0) / temperature;
    const rest = g + e * (entropies[place] as number);
    for (let j = 0; j < vocabulary; j++) {
      const probability = probabilities[at + j] as number;
      const surprise = e === 0 ? 0 : e * (logits[at + j] as number);
      probabilities[at + j] = -probability * (rest + surprise);
    }
    const target = at + (targets[place] as number);
    probabilities[target] = (probabilities[target] as number) + g;
  }
}
