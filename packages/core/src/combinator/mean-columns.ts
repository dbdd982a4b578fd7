import { deriveSignal, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";
import type { ReduceSettings } from "./reduce-row.ts";

/** Values worked on at once, which stay in the cache. */
const BLOCK = 2048;

/**
 * The weighted mean of the inputs, less some of their spread, by columns; missing where any of them is.
 *
 * Differences from the first score make the mean of equal ones exact.
 */
export function meanColumns(
  inputs: readonly Signal[],
  weights: readonly number[],
  spread?: Pick<ReduceSettings, "reduce" | "c">,
): Signal {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const first = (inputs[0] as Signal).values;
  const values = new Float64Array(first.length);
  const squares = new Float64Array(BLOCK);
  for (let from = 0; from < values.length; from += BLOCK) {
    const to = Math.min(values.length, from + BLOCK);
    for (let k = 1; k < inputs.length; k++) {
      const own = (inputs[k] as Signal).values;
      const weight = weights[k] as number;
      for (let i = from; i < to; i++) {
        values[i] = (values[i] as number) + weight * ((own[i] as number) - (first[i] as number));
      }
    }
    for (let i = from; i < to; i++) values[i] = (first[i] as number) + (values[i] as number) / total;
    if (spread !== undefined && spread.c > 0)
      takeSpread(values.subarray(from, to), inputs, { ...spread, from, squares });
  }
  return deriveSignal((inputs[0] as Signal).level, values, jointPresent(inputs), inputs);
}

interface Spread extends Pick<ReduceSettings, "reduce" | "c"> {
  readonly from: number;
  readonly squares: Float64Array;
}

/** Takes c deviations, or variances, away from the means of one block. */
function takeSpread(means: Float64Array, inputs: readonly Signal[], { reduce, c, from, squares }: Spread): void {
  squares.fill(0);
  for (const { values } of inputs) {
    for (let i = 0; i < means.length; i++) {
      const difference = (values[from + i] as number) - (means[i] as number);
      squares[i] = (squares[i] as number) + difference * difference;
    }
  }
  for (let i = 0; i < means.length; i++) {
    const variance = (squares[i] as number) / inputs.length;
    means[i] = (means[i] as number) - c * (reduce === "mean-minus-std" ? Math.sqrt(variance) : variance);
  }
}
