import { RewardError } from "@guerdon/core/error";

export interface LogisticFitOptions {
  /** Steps over all rows. Default 200. */
  readonly steps?: number;
  /** Default 0.5. */
  readonly learningRate?: number;
  /** Of the squared weights, half of it times their sum. Default 1e-3. */
  readonly decay?: number;
}

/** A chance that grows with a weighted sum. */
export interface LogisticFit {
  /** [F] */
  readonly weights: Float64Array;
  readonly bias: number;
  /** P(label = 1) of a row. */
  chanceOf(row: ArrayLike<number>): number;
}

/**
 * Logistic regression by plain gradient steps over all rows.
 *
 *   P(y = 1 | x) = σ(w·x + b);   minimises mean_i −log P(y_i | x_i) + decay/2·|w|²
 *
 * @param rows - N of [F]
 * @param labels - [N] 0 or 1
 * @throws RewardError GUERDON_SHAPE when there is no row, or not one label for each
 *
 * ```ts doctest
 * import { logisticFit } from "@guerdon/lab/statistics";
 * const { chanceOf } = logisticFit([[0], [1], [2], [3]], [0, 0, 1, 1]);
 * [chanceOf([0]) < 0.5, chanceOf([3]) > 0.5] // => [true, true]
 * ```
 */
export function logisticFit(
  rows: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  { steps = 200, learningRate = 0.5, decay = 1e-3 }: LogisticFitOptions = {},
): LogisticFit {
  if (rows.length === 0 || rows.length !== labels.length) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected at least one row and one label for each, got ${rows.length} rows and ${labels.length} labels.`,
    );
  }
  const count = rows[0]?.length ?? 0;
  const weights = new Float64Array(count);
  const slope = new Float64Array(count);
  let bias = 0;
  const chanceOf = (row: ArrayLike<number>): number => {
    let sum = bias;
    for (let f = 0; f < count; f++) sum += (weights[f] as number) * (row[f] as number);
    return 1 / (1 + Math.exp(-sum));
  };
  for (let step = 0; step < steps; step++) {
    slope.fill(0);
    let lean = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as ArrayLike<number>;
      const error = (chanceOf(row) - (labels[i] as number)) / rows.length;
      lean += error;
      for (let f = 0; f < count; f++) slope[f] = (slope[f] as number) + error * (row[f] as number);
    }
    bias -= learningRate * lean;
    for (let f = 0; f < count; f++) {
      weights[f] = (weights[f] as number) - learningRate * ((slope[f] as number) + decay * (weights[f] as number));
    }
  }
  return {
    weights,
    get bias() {
      return bias;
    },
    chanceOf,
  };
}
