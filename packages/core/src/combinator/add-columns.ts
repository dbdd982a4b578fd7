import type { Signal } from "../signal/index.ts";

/**
 * [R] Σ_k weight_k · of_k, added from the first on; four columns in one pass over the result.
 *
 * Every input has as many values as the first.
 */
export function addColumns(inputs: readonly Signal[], weights: ArrayLike<number>): Float64Array {
  const out = new Float64Array((inputs[0] as Signal).values.length);
  let k = 0;
  for (; k + 4 <= inputs.length; k += 4) addFour(out, inputs, weights, k);
  for (; k < inputs.length; k++) {
    const { values } = inputs[k] as Signal;
    const weight = weights[k] as number;
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + weight * (values[i] as number);
  }
  return out;
}

function addFour(out: Float64Array, inputs: readonly Signal[], weights: ArrayLike<number>, k: number): void {
  const [a, b, c, d] = [0, 1, 2, 3].map((j) => (inputs[k + j] as Signal).values) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [u, v, w, x] = [0, 1, 2, 3].map((j) => weights[k + j] as number) as [number, number, number, number];
  for (let i = 0; i < out.length; i++) {
    const sum = (out[i] as number) + u * (a[i] as number) + v * (b[i] as number);
    out[i] = sum + w * (c[i] as number) + x * (d[i] as number);
  }
}
