import { gramMatrix } from "./gram-matrix.ts";
import { quadraticProgramWeights } from "./quadratic-program-weights.ts";

/**
 * The weights of sum 1 with which several vectors add up to the shortest one.
 *
 *   α = argmin |Σ α_k·g_k|²  with Σ α = 1, α ≥ 0;  for two: α_1 = clip((g_2 − g_1)·g_2 / |g_1 − g_2|², 0, 1)
 *
 * No vector then points against the sum d: ⟨d, g_k⟩ ≥ |d|² for all k. Equal vectors share alike
 * when there are two. A zero vector takes all the weight: leave it out, as `minNormDirection` does.
 *
 * @param gram - [K·K] inner products, row by row
 * @returns [K]
 * @paper 051 §Mechanism (MGDA on one gradient per reward; tolerance 1e-9)
 * @paper 111 §Pieces (weights from a minimum-norm controller)
 * @kind schedule
 * @alias minNormWeights = "minNormWeights(gramMatrix(gradients))"
 * @alias min-norm simplex solver = "minNormDirection(gradients)"
 *
 * ```ts doctest
 * import { minNormWeights } from "@guerdon/core/schedule";
 * minNormWeights(Float64Array.of(4, 0, 0, 1)) // => [0.2, 0.8]
 * ```
 */
export function minNormWeights(gram: Float64Array, tolerance = 1e-12): readonly number[] {
  if (gram.length !== 4) return quadraticProgramWeights(gram, { tolerance });
  const [own, cross, , other] = gram as unknown as [number, number, number, number];
  const apart = own + other - 2 * cross;
  const first = apart > 0 ? Math.min(Math.max((other - cross) / apart, 0), 1) : 0.5;
  return [first, 1 - first];
}

export interface MinNormOptions {
  /** Compares directions: each gradient is divided by its length first. */
  readonly normalise?: boolean;
  /** Gives the direction the mean length of the gradients. */
  readonly rescaleMeanNorm?: boolean;
  /** How far from the best weights the search may end; 1e-12 by default. */
  readonly tolerance?: number;
}

export interface MinNorm {
  /** [K] weights of the (normalised) gradients; 0 for one that is zero. */
  readonly weights: readonly number[];
  /** [D] what to go along; zero where the gradients cancel out. */
  readonly direction: Float64Array;
  /** [K] length of each gradient. */
  readonly norms: readonly number[];
}

/**
 * A direction that makes no objective worse to first order: the shortest mix of their gradients.
 *
 *   ĝ_k = g_k / |g_k|;  α = minNormWeights of the ĝ that are not zero;  d = Σ α_k·ĝ_k · mean_k |g_k|
 *
 * Zero gradients (nothing scored, no variance) are left out of the mix and of the mean. Gradients
 * that cancel out give a direction of 0: no common way is left.
 *
 * @shape gradients K × [D] → weights [K], direction [D]
 * @paper 051 §Mechanism (normalise, solve, rescale by the mean norm), §Pitfalls (zero gradients are dropped)
 * @kind schedule
 * @alias 051:solver = "minNormDirection(gradients, { normalise: true, rescaleMeanNorm: true })"
 *
 * ```ts doctest
 * import { minNormDirection } from "@guerdon/core/schedule";
 * const { weights, direction } = minNormDirection([Float64Array.of(2, 0), Float64Array.of(0, 4), Float64Array.of(0, 0)]);
 * [weights, [...direction]] // => [[0.5, 0.5, 0], [1.5, 1.5]]
 * ```
 */
export function minNormDirection(gradients: readonly Float64Array[], options: MinNormOptions = {}): MinNorm {
  const { normalise = true, rescaleMeanNorm = true, tolerance = 1e-12 } = options; // 051 §Mechanism
  const size = gradients.length;
  const gram = gramMatrix(gradients);
  const norms = gradients.map((_, k) => Math.sqrt(gram[k * size + k] as number));
  const alive = norms.flatMap((norm, k) => (norm > 0 ? [k] : []));
  const unit = norms.map((norm) => (normalise ? norm : 1));
  const inner = Float64Array.from({ length: alive.length ** 2 }, (_, at) => {
    const [i, j] = [alive[Math.floor(at / alive.length)] as number, alive[at % alive.length] as number];
    return (gram[i * size + j] as number) / (unit[i] as number) / (unit[j] as number);
  });
  const weights = new Array<number>(size).fill(0);
  minNormWeights(inner, tolerance).forEach((weight, at) => {
    weights[alive[at] as number] = weight;
  });
  const length = alive.reduce((sum, k) => sum + (norms[k] as number), 0) / alive.length;
  const scales = alive.map((k) => ((weights[k] as number) / (unit[k] as number)) * (rescaleMeanNorm ? length : 1));
  const direction = mixOf(
    alive.map((k) => gradients[k] as Float64Array),
    scales,
    gradients[0]?.length ?? 0,
  );
  return { weights, direction, norms };
}

/** Σ scale·vector, four vectors at a time. */
function mixOf(vectors: readonly Float64Array[], scales: readonly number[], dimension: number): Float64Array {
  const sum = new Float64Array(dimension);
  for (let k = 0; k < vectors.length; k += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((by) => vectors[k + by] ?? vectors[k]) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const [s, t, u, v] = [0, 1, 2, 3].map((by) => scales[k + by] ?? 0) as [number, number, number, number];
    for (let i = 0; i < dimension; i++) {
      const pair = s * (a[i] as number) + t * (b[i] as number);
      sum[i] = (sum[i] as number) + pair + (u * (c[i] as number) + v * (d[i] as number));
    }
  }
  return sum;
}
