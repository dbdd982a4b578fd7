import { normalAt } from "../tensor/index.ts";

/** Data N(mean, deviation² I), whose flow is known exactly. */
export interface GaussianData {
  /** [D] */
  readonly mean: readonly number[];
  readonly deviation: number;
}

/** A velocity with how much it counts. */
export interface GuidancePart {
  readonly data: GaussianData;
  readonly weight: number;
}

/**
 * The velocity of flow matching on straight lines to normal data, exact: x_t = (1 − t)·x_0 + t·ε, v = E[ε − x_0 | x_t].
 *
 *   v(x, t) = −μ + (t − (1 − t)·s²) / ((1 − t)²·s² + t²) · (x − (1 − t)·μ)
 *
 * @param into - [D]
 *
 * ```ts doctest
 * import { gaussianVelocity } from "@guerdon/lab/policy";
 * const out = new Float64Array(1);
 * gaussianVelocity({ mean: [2], deviation: 1 }, [0], 1, out);
 * [...out] // => [-2]
 * ```
 */
export function gaussianVelocity(
  { mean, deviation }: GaussianData,
  point: ArrayLike<number>,
  time: number,
  into: Float64Array,
): void {
  const [rest, square] = [1 - time, deviation * deviation];
  const pull = (time - rest * square) / (rest * rest * square + time * time);
  for (const [d, centre] of mean.entries()) into[d] = pull * ((point[d] as number) - rest * centre) - centre;
}

/**
 * Samples of a flow whose velocity is a mix of several: classifier-free guidance, and that with two conditions.
 *
 *   v = Σ_k weight_k · v_k;   Euler steps from noise at t = 1 to data at t = 0
 *
 * With a user's condition, a null one and an expanded one the weights are w₁, 1 − w₁ − w₂ and w₂.
 *
 * @param key - of the stream that noise comes from: the same noise for the same key
 * @shape → [count][D]
 * @paper 186 §Mechanism (original-prompt-centred guidance)
 *
 * ```ts doctest
 * import { guidedSamples } from "@guerdon/lab/policy";
 * const data = { mean: [3, 0], deviation: 0.1 };
 * guidedSamples([{ data, weight: 1 }], { count: 1, steps: 100, key: 1 })[0]?.map((x) => Math.round(x)) // => [3, 0]
 * ```
 */
export function guidedSamples(
  parts: readonly GuidancePart[],
  { count, steps, key }: { readonly count: number; readonly steps: number; readonly key: number },
): readonly (readonly number[])[] {
  const size = parts[0]?.data.mean.length ?? 0;
  const [own, mixed] = [new Float64Array(size), new Float64Array(size)];
  return Array.from({ length: count }, (_, n) => {
    const point = Array.from({ length: size }, (_, d) => normalAt(key, n * size + d));
    for (let step = steps; step > 0; step--) {
      mixed.fill(0);
      for (const { data, weight } of parts) {
        gaussianVelocity(data, point, step / steps, own);
        for (let d = 0; d < size; d++) mixed[d] = (mixed[d] as number) + weight * (own[d] as number);
      }
      for (let d = 0; d < size; d++) point[d] = (point[d] as number) - (mixed[d] as number) / steps;
    }
    return point;
  });
}
