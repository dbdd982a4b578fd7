import { RewardError } from "@guerdon/core/error";

/** Count, mean and variance of the rows seen so far, column by column. */
export interface RunningMoments {
  /** [width] */
  readonly mean: Float64Array;
  /** [width] mean squared distance from the mean. */
  readonly variance: Float64Array;
  /** Begins anew. */
  reset(): void;
  /** Takes rows of a batch in. */
  add(rows: ArrayLike<number>): void;
  /** [1 + 2·width] count, means, variances. */
  save(): Float64Array;
  restore(state: ArrayLike<number>): void;
}

/** What the start, mean 0 and variance 1, weighs against a row: OpenAI Baselines, `running_mean_std.py`. */
const START = 1e-4;

/**
 * Running mean and variance over batches of rows, merged in parallel form:
 *
 *   δ = m_b − m,   m ← m + δ·n_b/(n + n_b),   v ← (v·n + v_b·n_b + δ²·n·n_b/(n + n_b)) / (n + n_b)
 *
 * @param width - columns
 * @throws RewardError GUERDON_SHAPE for rows of another width
 * @paper Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances", eq. 2.1
 *
 * ```ts doctest
 * import { runningMoments } from "@guerdon/lab/environment";
 * const moments = runningMoments(1);
 * moments.add([1, 3]);
 * moments.add([5]);
 * [Math.round(1e3 * moments.mean[0]), Math.round(1e3 * moments.variance[0])] // => [3000, 2667]
 * ```
 */
export function runningMoments(width: number): RunningMoments {
  const [mean, variance] = [new Float64Array(width), new Float64Array(width).fill(1)];
  let count = START;
  return {
    mean,
    variance,
    reset: () => {
      count = START;
      mean.fill(0);
      variance.fill(1);
    },
    add: (rows) => {
      const batch = rows.length / width;
      if (!Number.isInteger(batch)) {
        throw new RewardError("GUERDON_SHAPE", `Expected rows of ${width} numbers, got ${rows.length} numbers.`);
      }
      for (let k = 0; k < width; k++) mergeColumn(rows, k, width, batch, count, mean, variance);
      count += batch;
    },
    save: () => Float64Array.of(count, ...mean, ...variance),
    restore: (state) => {
      count = state[0] as number;
      for (let k = 0; k < width; k++) {
        mean[k] = state[1 + k] as number;
        variance[k] = state[1 + width + k] as number;
      }
    },
  };
}

function mergeColumn(
  rows: ArrayLike<number>,
  k: number,
  width: number,
  batch: number,
  count: number,
  mean: Float64Array,
  variance: Float64Array,
): void {
  let [sum, squares] = [0, 0];
  for (let at = k; at < rows.length; at += width) sum += rows[at] as number;
  const own = sum / batch;
  for (let at = k; at < rows.length; at += width) squares += ((rows[at] as number) - own) ** 2;
  const [delta, total] = [own - (mean[k] as number), count + batch];
  mean[k] = (mean[k] as number) + (delta * batch) / total;
  variance[k] = ((variance[k] as number) * count + squares + (delta ** 2 * count * batch) / total) / total;
}
