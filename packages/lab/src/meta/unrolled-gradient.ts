import { type BilevelProblem, curvatureProducts } from "./bilevel-problem.ts";
import type { MetaGradient } from "./implicit-gradient.ts";

/** The gradient through steps, and where they led. */
export interface UnrolledGradient extends MetaGradient {
  /** θ after the steps [P]. */
  readonly theta: Float64Array;
  /** d outer / d θ before the steps [P]: what a learnt start would descend. */
  readonly ofStart: Float64Array;
}

/**
 * The gradient of an outer loss through K steps of gradient descent on an inner one.
 *
 *   θ_{k+1} = θ_k − rate·F(θ_k, φ)
 *   a_K = ∂outer/∂θ_K,   a_k = a_{k+1} − rate·(∂F/∂θ)ᵀ·a_{k+1},   d outer / dφ = ∂outer/∂φ − rate·Σ_k (∂F/∂φ)ᵀ·a_{k+1}
 *
 * Exact for what K steps do; short-sighted where the inner problem is far from its optimum.
 *
 * @paper Maclaurin et al. 2015, "Gradient-based hyperparameter optimization through reversible learning", algorithm 2
 *
 * ```ts doctest
 * import { unrolledGradient } from "@guerdon/lab/meta";
 * // Inner ½(θ − φ)², one step of rate ¼ from θ = 0, outer ½θ²: θ = φ/4, d outer / dφ = φ/16.
 * const problem = {
 *   innerGradient: (theta, phi, out) => { out[0] = theta[0] - phi[0]; },
 *   outerGradient: (theta, _, ofTheta) => { ofTheta[0] = theta[0]; },
 * };
 * const { gradient } = unrolledGradient(problem, Float64Array.of(0), Float64Array.of(8), { steps: 1, rate: 0.25 });
 * Math.abs(gradient[0] - 0.5) < 1e-8 // => true
 * ```
 */
export function unrolledGradient(
  problem: BilevelProblem,
  start: Float64Array,
  phi: Float64Array,
  { steps, rate }: { readonly steps: number; readonly rate: number },
): UnrolledGradient {
  const inner = start.length;
  const curvature = curvatureProducts(problem, inner);
  const path = [start.slice()];
  const slope = new Float64Array(inner);
  for (let k = 0; k < steps; k++) {
    const from = path[k] as Float64Array;
    problem.innerGradient(from, phi, slope);
    path.push(from.map((value, i) => value - rate * (slope[i] as number)));
  }
  const [pull, gradient] = [new Float64Array(inner), new Float64Array(phi.length)];
  problem.outerGradient(path[steps] as Float64Array, phi, pull, gradient);
  const through = new Float64Array(phi.length);
  for (let k = steps - 1; k >= 0; k--) {
    const from = path[k] as Float64Array;
    curvature.mixed(from, phi, pull, through);
    for (let j = 0; j < gradient.length; j++) gradient[j] = (gradient[j] as number) - rate * (through[j] as number);
    curvature.hessian(from, phi, pull, slope);
    for (let i = 0; i < inner; i++) pull[i] = (pull[i] as number) - rate * (slope[i] as number);
  }
  return { gradient, residual: 0, products: 2 * steps, theta: path[steps] as Float64Array, ofStart: pull };
}
