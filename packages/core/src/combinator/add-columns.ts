import type { Signal } from "../signal/index.ts";

/**
 * [R] Σ_k weight_k · of_k, added from the first on; four columns in one pass over the result.
 *
 * Every input has as many values as the first.
 */
export function addColumns(inputs: readonly Signal[], weights: ArrayLike<number>): Float64Array {
  const out = new Float64Array((inputs[0] as Signal).values.length);
  for (let k = 0; k < inputs.length; k += 4) addFour(out, inputs, weights, k);
  return out;
}

/** Adds the columns from k on, or writes them if they are the first: fresh memory costs twice when it is read before. */
function addFour(out: Float64Array, inputs: readonly Signal[], weights: ArrayLike<number>, k: number): void {
  const column = (at: number): Float64Array => (inputs[at] ?? (inputs[k] as Signal)).values;
  const weight = (at: number): number => (at < inputs.length ? (weights[at] as number) : 0);
  const [a, b, c, d] = [column(k), column(k + 1), column(k + 2), column(k + 3)] as const;
  const [u, v, w, x] = [weight(k), weight(k + 1), weight(k + 2), weight(k + 3)] as const;
  if (k === 0) {
    for (let i = 0; i < out.length; i++) {
      out[i] = u * (a[i] as number) + v * (b[i] as number) + w * (c[i] as number) + x * (d[i] as number);
    }
  } else {
    for (let i = 0; i < out.length; i++) {
      const sum = (out[i] as number) + u * (a[i] as number) + v * (b[i] as number);
      out[i] = sum + w * (c[i] as number) + x * (d[i] as number);
    }
  }
}
