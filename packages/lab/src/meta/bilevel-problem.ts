/**
 * An outer loss of what an inner problem leads to: inner parameters θ [P] descend a loss that outer parameters φ [Q] shape.
 *
 * All vectors are written into `out`, which no implementation may keep.
 */
export interface BilevelProblem {
  /** F = ∂ inner / ∂θ [P] */
  innerGradient(theta: Float64Array, phi: Float64Array, out: Float64Array): void;
  /** ∂ outer / ∂θ [P], and ∂ outer / ∂φ [Q] as far as φ is in the outer loss itself. */
  outerGradient(theta: Float64Array, phi: Float64Array, ofTheta: Float64Array, ofPhi: Float64Array): void;
  /** (∂F/∂θ)ᵀ·v [P]; absent: by central differences of F, which takes ∂F/∂θ to be symmetric. */
  hessianProduct?(theta: Float64Array, phi: Float64Array, v: Float64Array, out: Float64Array): void;
  /** (∂F/∂φ)ᵀ·v [Q]; absent: by central differences of F, 2·Q of them. */
  mixedProduct?(theta: Float64Array, phi: Float64Array, v: Float64Array, out: Float64Array): void;
}

/** Products with the second derivatives of the inner loss, in buffers of their own. */
interface CurvatureProducts {
  /** (∂F/∂θ)ᵀ·v [P] */
  hessian(theta: Float64Array, phi: Float64Array, v: Float64Array, out: Float64Array): void;
  /** (∂F/∂φ)ᵀ·v [Q] */
  mixed(theta: Float64Array, phi: Float64Array, v: Float64Array, out: Float64Array): void;
}

/** Where errors of rounding and of the differences are alike: the cube root of 2⁻⁵². */
const STEP = 6e-6;

/** Those of the problem, or central differences: (F(θ + hv) − F(θ − hv)) / 2h, h = 6e-6·(1 + |θ|)/|v|. */
export function curvatureProducts(problem: BilevelProblem, inner: number): CurvatureProducts {
  const [moved, up, down] = [new Float64Array(inner), new Float64Array(inner), new Float64Array(inner)];
  return {
    hessian: (theta, phi, v, out) => {
      if (problem.hessianProduct !== undefined) return problem.hessianProduct(theta, phi, v, out);
      const length = lengthOf(v);
      if (length === 0) return void out.fill(0);
      const step = (STEP * (1 + lengthOf(theta))) / length;
      const gradientAt = (by: number, into: Float64Array): void => {
        for (let i = 0; i < inner; i++) moved[i] = (theta[i] as number) + by * (v[i] as number);
        problem.innerGradient(moved, phi, into);
      };
      gradientAt(step, up);
      gradientAt(-step, down);
      for (let i = 0; i < inner; i++) out[i] = ((up[i] as number) - (down[i] as number)) / (2 * step);
    },
    mixed: (theta, phi, v, out) => {
      if (problem.mixedProduct !== undefined) return problem.mixedProduct(theta, phi, v, out);
      const shifted = phi.slice();
      for (let j = 0; j < phi.length; j++) {
        const at = phi[j] as number;
        const step = STEP * (1 + Math.abs(at));
        shifted[j] = at + step;
        problem.innerGradient(theta, shifted, up);
        shifted[j] = at - step;
        problem.innerGradient(theta, shifted, down);
        shifted[j] = at;
        out[j] = (dotOf(up, v) - dotOf(down, v)) / (2 * step);
      }
    },
  };
}

export function dotOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export function lengthOf(a: Float64Array): number {
  return Math.sqrt(dotOf(a, a));
}
