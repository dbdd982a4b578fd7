import { deriveSignal, jointPresent, type Signal } from "../signal/index.ts";
import type { ReduceSettings } from "./reduce-row.ts";

/** Values worked on at once, which stay in the cache. */
const BLOCK = 1024;

type Spread = Pick<ReduceSettings, "reduce" | "c">;

/**
 * The weighted mean of the inputs, less some of their spread, by columns; missing where any of them is.
 *
 * Differences from the first score make the mean of equal ones exact.
 */
export function meanColumns(inputs: readonly Signal[], weights: readonly number[], spread?: Spread): Signal {
  const first = inputs[0] as Signal;
  const each = 1 / weights.reduce((sum, weight) => sum + weight, 0);
  const values = new Float64Array(first.values.length);
  const [sums, squares] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
  for (let from = 0; from < values.length; from += BLOCK) {
    const count = Math.min(BLOCK, values.length - from);
    sums.fill(0);
    for (let k = 1; k < inputs.length; k += 2) addDifferences(sums, inputs, weights, k, from, count);
    for (let i = 0; i < count; i++) sums[i] = (first.values[from + i] as number) + (sums[i] as number) * each;
    if (spread !== undefined && spread.c > 0) {
      squares.fill(0);
      for (let k = 0; k < inputs.length; k += 2) addSquares(squares, sums, inputs, k, from, count);
      takeSpread(sums, squares, inputs.length, spread);
    }
    values.set(count === BLOCK ? sums : sums.subarray(0, count), from);
  }
  return deriveSignal(first.level, values, jointPresent(inputs), inputs);
}

/** Adds the differences of two inputs from the first one. */
function addDifferences(
  sums: Float64Array,
  inputs: readonly Signal[],
  weights: readonly number[],
  k: number,
  from: number,
  count: number,
): void {
  const [first, a] = [(inputs[0] as Signal).values, (inputs[k] as Signal).values];
  const b = inputs[k + 1]?.values ?? first;
  const [u, v] = [weights[k] as number, weights[k + 1] ?? 0];
  for (let i = 0; i < count; i++) {
    const own = first[from + i] as number;
    sums[i] = (sums[i] as number) + u * ((a[from + i] as number) - own) + v * ((b[from + i] as number) - own);
  }
}

/** Adds the squared differences of two inputs from the means. */
function addSquares(
  squares: Float64Array,
  means: Float64Array,
  inputs: readonly Signal[],
  k: number,
  from: number,
  count: number,
): void {
  const a = (inputs[k] as Signal).values;
  const b = inputs[k + 1]?.values;
  for (let i = 0; i < count; i++) {
    const one = (a[from + i] as number) - (means[i] as number);
    const other = b === undefined ? 0 : (b[from + i] as number) - (means[i] as number);
    squares[i] = (squares[i] as number) + one * one + other * other;
  }
}

/** Takes c deviations, or variances, away from means. */
function takeSpread(means: Float64Array, squares: Float64Array, inputs: number, { reduce, c }: Spread): void {
  const deviates = reduce === "mean-minus-std";
  const each = 1 / inputs;
  for (let i = 0; i < means.length; i++) {
    const variance = (squares[i] as number) * each;
    means[i] = (means[i] as number) - c * (deviates ? Math.sqrt(variance) : variance);
  }
}
