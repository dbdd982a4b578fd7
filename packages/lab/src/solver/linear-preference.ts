import { RewardError } from "@guerdon/core/error";
import { gramMatrix, minNormWeights } from "@guerdon/core/schedule";

/** Of two things, numbered from 0, the first is better, or both are as good. */
export interface StatedPreference {
  readonly better: number;
  readonly worse: number;
  /** Default false: strictly better. */
  readonly equal?: boolean;
}

/** Weights that give the order, or the proof that none do. */
export interface LinearPreference {
  readonly isExpressible: boolean;
  /** [D] w with w·(f_better − f_worse) > 0 and = 0 for equals; zero where there is none. */
  readonly weights: Float64Array;
  /** [strict preferences] shares of sum 1 with which the differences add up to nothing; absent where weights exist. */
  readonly certificate?: readonly number[];
  /** Length of the shortest mix of the strict differences, outside those of equals. */
  readonly margin: number;
}

const TOLERANCE = 1e-6;

/**
 * Whether an order can be had from a sum of features with weights: a Markov reward is one, with occupancies as features.
 *
 *   w = argmin |Σ_k α_k·d_k|,  Σ α = 1, α ≥ 0,   d_k = f_better − f_worse less its part in the span of the equal pairs
 *
 * The shortest mix w has w·d_k ≥ |w|² for all k, so it orders all as asked; if it is 0, the α are a certificate that no
 * weights do (Gordan): a mix of the strict differences is 0, or a sum of equal ones.
 *
 * @param features - N × [D]: occupancies of policies, lotteries over trajectories, products of returns
 * @throws RewardError GUERDON_OPTION without a strict preference: a zero reward gives every weak order
 * @paper 110 §Pieces (expressibleByMarkov: a feasible reward or a Farkas certificate)
 *
 * ```ts doctest
 * import { linearPreference } from "@guerdon/lab/solver";
 * linearPreference([[1, 0], [0, 1], [0.5, 0.5]], [{ better: 2, worse: 0 }, { better: 2, worse: 1 }]).isExpressible // => false
 * ```
 */
export function linearPreference(
  features: readonly (readonly number[])[],
  preferences: readonly StatedPreference[],
): LinearPreference {
  const difference = ({ better, worse }: StatedPreference): Float64Array =>
    Float64Array.from(features[better] as readonly number[], (value, d) => value - (features[worse]?.[d] as number));
  const strict = preferences.filter(({ equal = false }) => !equal).map(difference);
  if (strict.length === 0) {
    throw new RewardError("GUERDON_OPTION", "Expected at least one strict preference, got none.");
  }
  const basis = orthonormal(preferences.filter(({ equal = false }) => equal).map(difference));
  const free = strict.map((row) => unit(outside(row, basis)));
  const zero = free.findIndex((row) => norm(row) === 0);
  const certificate = zero >= 0 ? free.map((_, k) => (k === zero ? 1 : 0)) : minNormWeights(gramMatrix(free));
  const weights = Float64Array.from({ length: free[0]?.length ?? 0 }, (_, d) =>
    free.reduce((sum, row, k) => sum + (certificate[k] as number) * (row[d] as number), 0),
  );
  const margin = norm(weights);
  const isExpressible = margin > TOLERANCE;
  if (isExpressible) return { isExpressible, weights, margin };
  return { isExpressible, weights: weights.fill(0), certificate, margin };
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, d) => sum + value * (b[d] as number), 0);
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** A row of length 1 in the same direction; zero where it is nothing but rounding. */
function unit(row: Float64Array): Float64Array {
  const length = norm(row);
  return row.map((value) => (length > TOLERANCE ? value / length : 0));
}

/** What is left of a row outside the span of an orthonormal basis. */
function outside(row: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const left = row.slice();
  for (const axis of basis) {
    const along = dot(left, axis);
    for (let d = 0; d < left.length; d++) left[d] = (left[d] as number) - along * (axis[d] as number);
  }
  return left;
}

function orthonormal(rows: readonly Float64Array[]): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  for (const row of rows) {
    const left = unit(outside(row, basis));
    if (norm(left) > 0) basis.push(left);
  }
  return basis;
}
