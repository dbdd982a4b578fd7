import { type BilevelProblem, curvatureProducts } from "./bilevel-problem.ts";
import { type LinearSolver, solveLinear } from "./solve-linear.ts";

/** A gradient by outer parameters. */
export interface MetaGradient {
  /** d outer / dφ [Q] */
  readonly gradient: Float64Array;
  /** What is left of the linear equations, relative to their right side; 0 where none were solved. */
  readonly residual: number;
  /** Products with second derivatives that were made. */
  readonly products: number;
}

/**
 * The gradient of an outer loss through the optimum of an inner problem, whatever way led there.
 *
 *   F(θ*(φ), φ) = 0   ⇒   d outer / dφ = ∂outer/∂φ − (∂F/∂φ)ᵀ·v,   (∂F/∂θ)ᵀ·v = ∂outer/∂θ
 *
 * As right as θ is near the inner optimum and the residual is small.
 *
 * @throws RewardError GUERDON_OPTION when conjugate gradients meet a curvature that is not positive
 * @paper 004 §Mechanism (implicit gradient; conjugate gradients or a Neumann series)
 *
 * ```ts doctest
 * import { implicitGradient } from "@guerdon/lab/meta";
 * // Inner ½(θ − φ)², outer ½(θ − 3)²: d outer / dφ = φ − 3.
 * const problem = {
 *   innerGradient: (theta, phi, out) => { out[0] = theta[0] - phi[0]; },
 *   outerGradient: (theta, _, ofTheta) => { ofTheta[0] = theta[0] - 3; },
 * };
 * Math.abs(implicitGradient(problem, Float64Array.of(1), Float64Array.of(1)).gradient[0] + 2) < 1e-8 // => true
 * ```
 */
export function implicitGradient(
  problem: BilevelProblem,
  theta: Float64Array,
  phi: Float64Array,
  solver: LinearSolver = {},
): MetaGradient {
  const curvature = curvatureProducts(problem, theta.length);
  const [ofTheta, gradient] = [new Float64Array(theta.length), new Float64Array(phi.length)];
  problem.outerGradient(theta, phi, ofTheta, gradient);
  const { x, residual, products } = solveLinear((v, out) => curvature.hessian(theta, phi, v, out), ofTheta, solver);
  const through = new Float64Array(phi.length);
  curvature.mixed(theta, phi, x, through);
  for (let j = 0; j < gradient.length; j++) gradient[j] = (gradient[j] as number) - (through[j] as number);
  return { gradient, residual, products };
}
