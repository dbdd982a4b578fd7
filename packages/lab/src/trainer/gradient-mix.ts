import { exponentialWeights, gramMatrix, influences, minNormDirection } from "@guerdon/core/schedule";

/** How the gradients of several objectives become one step. */
export type GradientMix =
  /** The gradient of the weighted sum of the rewards, normalised after adding. */
  | { readonly by: "sum"; readonly weights: readonly number[] }
  /** The weighted sum of the gradients. */
  | { readonly by: "fixed"; readonly weights: readonly number[] }
  /** The shortest mix of unit gradients at every `every`-th update; between, gradients by the running mean of weights. */
  | { readonly by: "min-norm"; readonly every: number; readonly decay: number }
  /** Weights that grow with the influence of an objective's gradient on all. */
  | { readonly by: "influence"; readonly weights: readonly number[]; readonly rate: number };

/** A step, and the weights as they are after it. */
export interface Mixed {
  readonly direction: Float64Array;
  readonly weights: readonly number[];
}

/** Weights at the start: those given, or equal ones. */
export function initialWeights(mix: GradientMix, objectives: number): readonly number[] {
  return "weights" in mix ? mix.weights : new Array<number>(objectives).fill(1 / objectives);
}

/**
 * Mixes the gradients of an update.
 *
 * @param ofSum - gradient of the weighted sum of rewards, asked for by `sum` alone
 * @shape gradients K × [D], weights [K] → direction [D], weights [K]
 * @paper 051 §Mechanism 4, 7 (min-norm; amortised: N = 10, ρ = 0.7), 111 §Mechanism (influence)
 */
export function mixGradients(
  mix: GradientMix,
  gradients: readonly Float64Array[],
  weights: readonly number[],
  update: number,
  ofSum: () => Float64Array,
): Mixed {
  if (mix.by === "sum") return { direction: ofSum(), weights };
  if (mix.by === "fixed") return { direction: addUp(gradients, weights), weights };
  if (mix.by === "influence") {
    const gains = influences(gramMatrix(gradients));
    const next = exponentialWeights(weights, gains, mix.rate);
    return { direction: addUp(gradients, next), weights: next };
  }
  if (update % mix.every !== 0) return { direction: addUp(gradients, weights), weights };
  const { weights: solved, direction } = minNormDirection(gradients);
  // What has no gradient now keeps its weight.
  const next = weights.map((weight, k) =>
    isZero(gradients[k] as Float64Array) ? weight : mix.decay * weight + (1 - mix.decay) * (solved[k] as number),
  );
  return { direction, weights: next };
}

/** A step this much shorter than the gradients is none: they cancel out. */
const NO_STEP = 1e-9;

/** The cosine of a step with the gradient it serves worst; 1 where there is no gradient, or no step. */
export function worstCosine(direction: Float64Array, gradients: readonly Float64Array[]): number {
  const length = lengthOf(direction);
  const own = gradients.filter((gradient) => !isZero(gradient));
  const longest = Math.max(0, ...own.map(lengthOf));
  if (own.length === 0 || length <= NO_STEP * longest) return 1;
  return Math.min(...own.map((gradient) => dot(direction, gradient) / (length * lengthOf(gradient))));
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function addUp(gradients: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(gradients[0]?.length ?? 0);
  gradients.forEach((gradient, k) => {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (weights[k] as number) * (gradient[i] as number);
  });
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function isZero(vector: Float64Array): boolean {
  return vector.every((value) => value === 0);
}
