/** A matrix known by what it makes of a vector. */
export type LinearMap = (vector: Float64Array) => Float64Array;

export interface SolveOptions {
  /** Ends when the residual is this part of the right side. */
  readonly tolerance?: number;
  /** Most steps that are made. */
  readonly maxSteps?: number;
}

/**
 * Solves A·x = b by conjugate gradients, for a symmetric A that is positive or negative definite.
 *
 * Ends at the tolerance, after `maxSteps`, or where A bends a direction by 0; x is then the best so
 * far. b = 0 gives x = 0.
 *
 * @shape b [D] → [D]
 * @paper 004 §Mechanism (Hᵀv = ∂J/∂θ with Hessian-vector products)
 * @kind schedule
 * @alias cg = "conjugateGradient(hessian, gradient)"
 *
 * ```ts doctest
 * import { conjugateGradient } from "@guerdon/core/schedule";
 * const scale = (v: Float64Array) => Float64Array.of(2 * v[0]!, 4 * v[1]!);
 * [...conjugateGradient(scale, Float64Array.of(2, 0))] // => [1, 0]
 * ```
 */
export function conjugateGradient(matrix: LinearMap, right: Float64Array, options: SolveOptions = {}): Float64Array {
  const { tolerance = 1e-10, maxSteps = 2 * right.length } = options;
  const solution = new Float64Array(right.length);
  const residual = right.slice();
  const direction = right.slice();
  let square = dot(residual, residual);
  const enough = tolerance * tolerance * square;
  for (let step = 0; step < maxSteps && square > enough; step++) {
    const image = matrix(direction);
    const bend = dot(direction, image);
    if (bend === 0 || !Number.isFinite(bend)) break;
    const along = square / bend;
    addScaled(solution, direction, along);
    addScaled(residual, image, -along);
    const next = dot(residual, residual);
    for (let d = 0; d < direction.length; d++) {
      direction[d] = (residual[d] as number) + (next / square) * (direction[d] as number);
    }
    square = next;
  }
  return solution;
}

/**
 * Solves A·x = b by a truncated Neumann series.
 *
 *   x ← x + rate·(b − A·x), `steps` times from 0
 *
 * Converges when all eigenvalues of rate·A lie within 1 of 1; a negative definite A needs a
 * negative rate. A need not be symmetric: give the transpose for Aᵀ·x = b.
 *
 * @shape b [D] → [D]
 * @paper 004 §Mechanism (v ← v + (g − Hᵀv)·η)
 * @kind schedule
 * @alias neumann = "neumannSeries(hessian, gradient, 0.1, 100)"
 *
 * ```ts doctest
 * import { neumannSeries } from "@guerdon/core/schedule";
 * neumannSeries((v) => v.map((x) => 2 * x), Float64Array.of(4), 0.25, 60)[0]!.toFixed(9) // => "2.000000000"
 * ```
 */
export function neumannSeries(matrix: LinearMap, right: Float64Array, rate: number, steps: number): Float64Array {
  const solution = new Float64Array(right.length);
  for (let step = 0; step < steps; step++) {
    const image = matrix(solution);
    for (let d = 0; d < solution.length; d++) {
      solution[d] = (solution[d] as number) + rate * ((right[d] as number) - (image[d] as number));
    }
  }
  return solution;
}

/**
 * How an upper objective moves with the parameters of a reward, through the learner it has taught.
 *
 *   dJ/dφ = −vᵀA,  Hᵀv = ∂J/∂θ,  H = ∂Δ/∂θ,  A = ∂Δ/∂φ  at Δ(θ, φ) = 0
 *
 * @param adjoint - v, from `conjugateGradient` or `neumannSeries` with Hᵀ
 * @param cross - A by what Aᵀ makes of a vector: [dim θ] → [dim φ]
 * @shape v [dim θ] → [dim φ]
 * @paper 004 §Mechanism (implicit gradient), 056, 055, 107 (any knob of a reward)
 * @kind schedule
 * @alias implicitBilevel = "implicitGradient(conjugateGradient(hessian, gradient), cross)"
 *
 * ```ts doctest
 * import { implicitGradient } from "@guerdon/core/schedule";
 * [...implicitGradient(Float64Array.of(1, 2), (v) => Float64Array.of(v[0]! + v[1]!))] // => [-3]
 * ```
 */
export function implicitGradient(adjoint: Float64Array, cross: LinearMap): Float64Array {
  return cross(adjoint).map((value) => -value);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] as number) * (b[d] as number);
  return sum;
}

function addScaled(sum: Float64Array, vector: Float64Array, by: number): void {
  for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] as number) + by * (vector[d] as number);
}
