import { logSumExp } from "@guerdon/core/objective";
import { uniformAt } from "@guerdon/core/random";
import type { MlpNetwork } from "../tensor/index.ts";

/** Samples of each kind where nothing else is said. */
export const SAMPLES = 4;

/** K actions of each of B rows, by which an integral over all actions is estimated. */
export interface ActionSamples {
  readonly perRow: number;
  /** [B·K, A] in −1 … 1; those of a row are contiguous. */
  readonly actions: Float64Array;
  /** [B·K] log-density each was drawn with. */
  readonly logDensities: Float64Array;
  /** [K] scratch */
  readonly scores: Float64Array;
}

/** Room for K samples of B rows. */
export function createActionSamples(rows: number, width: number, perRow: number): ActionSamples {
  return {
    perRow,
    actions: new Float64Array(rows * perRow * width),
    logDensities: new Float64Array(rows * perRow),
    scores: new Float64Array(perRow),
  };
}

/** The first half of the samples of each row, drawn evenly: log-density −A·log 2. */
export function drawEvenSamples({ perRow, actions, logDensities }: ActionSamples, key: number, step: number): void {
  const width = actions.length / logDensities.length;
  for (let i = 0; i < logDensities.length; i++) {
    if (i % perRow >= perRow / 2) continue;
    logDensities[i] = -width * Math.LN2;
    for (let a = 0; a < width; a++) {
      actions[i * width + a] = 2 * uniformAt(key, (step * logDensities.length + i) * width + a) - 1;
    }
  }
}

/** Sample j of every row, from [B, A] actions and [B] log-densities. */
export function setSamples(samples: ActionSamples, j: number, from: Float64Array, logProbs: Float64Array): void {
  const { perRow, actions, logDensities } = samples;
  const width = from.length / logProbs.length;
  for (let b = 0; b < logProbs.length; b++) {
    const row = b * perRow + j;
    logDensities[row] = logProbs[b] as number;
    for (let a = 0; a < width; a++) actions[row * width + a] = from[b * width + a] as number;
  }
}

/** Writes the samples below the first B rows of a critic's inputs, each beside its observation. */
export function fillSamples(
  { input, inputStride }: MlpNetwork,
  rows: number,
  [observations, observationWidth]: readonly [Float32Array, number],
  { perRow, actions }: ActionSamples,
): void {
  const width = actions.length / (rows * perRow);
  for (let i = 0; i < rows * perRow; i++) {
    const [at, from] = [(rows + i) * inputStride, Math.floor(i / perRow) * observationWidth];
    for (let k = 0; k < observationWidth; k++) input[at + k] = observations[from + k] as number;
    for (let a = 0; a < width; a++) input[at + observationWidth + a] = actions[i * width + a] as number;
  }
}

/**
 * The gap between what a critic says of all actions and of those taken, made smaller.
 *
 *   mean_b w_b·( log (1/K) Σ_j exp(Q(s_b, a_j) − log μ(a_j)) − Q(s_b, taken_b) )
 *
 * Adds its gradient, times a weight, to that of the first B rows, and writes that of the samples below them.
 *
 * @returns the gap, without the weight
 * @paper Kumar et al. 2020, "Conservative Q-learning for offline reinforcement learning", appendix F
 */
export function lowerSamples(
  { output, outputStride, outputGradient }: MlpNetwork,
  weights: Float64Array,
  { perRow, logDensities, scores }: ActionSamples,
  weight: number,
): number {
  const rows = weights.length;
  let gap = 0;
  for (let b = 0; b < rows; b++) {
    for (let j = 0; j < perRow; j++) {
      const sample = b * perRow + j;
      scores[j] = (output[(rows + sample) * outputStride] as number) - (logDensities[sample] as number);
    }
    const most = logSumExp(scores, 0, perRow);
    const share = (weights[b] as number) / rows;
    gap += share * (most - Math.log(perRow) - (output[b * outputStride] as number));
    outputGradient[b * outputStride] = (outputGradient[b * outputStride] as number) - weight * share;
    for (let j = 0; j < perRow; j++) {
      const row = rows + b * perRow + j;
      outputGradient[row * outputStride] = weight * share * Math.exp((scores[j] as number) - most);
    }
  }
  return gap;
}
