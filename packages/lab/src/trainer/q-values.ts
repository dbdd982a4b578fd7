import type { MlpNetwork } from "../tensor/index.ts";

/**
 * Values of actions from what a network puts out: these themselves, or v + a − mean a with `dueling` (v is the last).
 *
 * @shape network.output [rows, A or A + 1] → into [rows, A]
 * @paper Wang et al. 2016, "Dueling network architectures", eq. 9
 */
export function qValuesInto(
  into: Float64Array,
  { output, outputStride }: Pick<MlpNetwork, "output" | "outputStride">,
  rows: number,
  actions: number,
  dueling: boolean,
): void {
  for (let r = 0; r < rows; r++) {
    const from = r * outputStride;
    let shift = 0;
    if (dueling) {
      for (let a = 0; a < actions; a++) shift -= output[from + a] as number;
      shift = shift / actions + (output[from + actions] as number);
    }
    for (let a = 0; a < actions; a++) into[r * actions + a] = (output[from + a] as number) + shift;
  }
}

/** The gradient of values of actions as that of what the network puts out. */
export function pullQValues(
  gradient: Float64Array,
  { outputGradient, outputStride }: Pick<MlpNetwork, "outputGradient" | "outputStride">,
  rows: number,
  actions: number,
  dueling: boolean,
): void {
  for (let r = 0; r < rows; r++) {
    const to = r * outputStride;
    let sum = 0;
    for (let a = 0; a < actions; a++) sum += gradient[r * actions + a] as number;
    const mean = dueling ? sum / actions : 0;
    for (let a = 0; a < actions; a++) outputGradient[to + a] = (gradient[r * actions + a] as number) - mean;
    if (dueling) outputGradient[to + actions] = sum;
  }
}
