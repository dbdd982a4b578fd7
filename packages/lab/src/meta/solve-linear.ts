import { RewardError } from "@guerdon/core/error";
import { dotOf, lengthOf } from "./bilevel-problem.ts";

/** How H·x = b is solved with nothing but products H·v. */
export interface LinearSolver {
  /**
   * - `conjugate-gradient`: exact in as many products as there are distinct curvatures; H must be symmetric and positive
   * - `normal-equations`: conjugate gradients on H·H·x = H·b; H must be symmetric, of any sign, and no curvature 0
   * - `neumann`: x ← x + rate·(b − H·x), where |1 − rate·h| < 1 for every curvature h; H need not be symmetric, and a truncated
   *   series is as short-sighted as so many steps of that rate
   */
  readonly method?: "conjugate-gradient" | "normal-equations" | "neumann";
  /** The most products. Default 100. */
  readonly products?: number;
  /** |b − H·x| / |b| that is good enough. Default 1e-10. */
  readonly tolerance?: number;
  /** Added to every curvature. Default 0. */
  readonly damping?: number;
  /** Of `neumann`. Default 0.1. */
  readonly rate?: number;
}

export interface LinearSolution {
  readonly x: Float64Array;
  /** |b − H·x| / |b| */
  readonly residual: number;
  /** Products that were made. */
  readonly products: number;
}

/**
 * Solves (H + damping)·x = b by products alone.
 *
 * @param product - writes H·v
 * @throws RewardError GUERDON_OPTION when conjugate gradients meet a curvature that is not positive
 * @paper Hestenes & Stiefel 1952, "Methods of conjugate gradients for solving linear systems"
 * @paper Lorraine et al. 2020, "Optimizing millions of hyperparameters by implicit differentiation", §3.1 (Neumann)
 *
 * ```ts doctest
 * import { solveLinear } from "@guerdon/lab/meta";
 * [...solveLinear((v, out) => out.set([2 * v[0], 4 * v[1]]), Float64Array.of(2, 2)).x] // => [1, 0.5]
 * ```
 */
export function solveLinear(
  product: (v: Float64Array, out: Float64Array) => void,
  right: Float64Array,
  solver: LinearSolver = {},
): LinearSolution {
  const { method = "conjugate-gradient", damping = 0 } = solver;
  const damped = (v: Float64Array, out: Float64Array): void => {
    product(v, out);
    if (damping === 0) return;
    for (let i = 0; i < v.length; i++) out[i] = (out[i] as number) + damping * (v[i] as number);
  };
  if (method === "neumann") return neumannSeries(damped, right, solver);
  if (method === "conjugate-gradient") return conjugateGradient(damped, right, solver);
  return normalEquations(damped, right, solver);
}

type Solve = (
  product: (v: Float64Array, out: Float64Array) => void,
  right: Float64Array,
  solver: LinearSolver,
) => LinearSolution;

const conjugateGradient: Solve = (product, right, { products = 100, tolerance = 1e-10, damping = 0 }) => {
  const [x, rest, way, curved] = [new Float64Array(right.length), right.slice(), right.slice(), right.slice()];
  const goal = lengthOf(right);
  let [left, made] = [dotOf(rest, rest), 0];
  while (made < products && Math.sqrt(left) > tolerance * goal) {
    product(way, curved);
    made++;
    const curvature = dotOf(way, curved);
    if (!(curvature > 0)) throw flatProblem(curvature / dotOf(way, way), damping);
    const step = left / curvature;
    for (let i = 0; i < x.length; i++) {
      x[i] = (x[i] as number) + step * (way[i] as number);
      rest[i] = (rest[i] as number) - step * (curved[i] as number);
    }
    const now = dotOf(rest, rest);
    for (let i = 0; i < x.length; i++) way[i] = (rest[i] as number) + (now / left) * (way[i] as number);
    left = now;
  }
  return { x, residual: goal === 0 ? 0 : Math.sqrt(left) / goal, products: made };
};

const normalEquations: Solve = (product, right, solver) => {
  const [once, turned] = [new Float64Array(right.length), new Float64Array(right.length)];
  product(right, turned);
  const twice = (v: Float64Array, out: Float64Array): void => {
    product(v, once);
    product(once, out);
  };
  const { x, products } = conjugateGradient(twice, turned, {
    ...solver,
    products: Math.floor((solver.products ?? 100) / 2),
  });
  product(x, once);
  for (let i = 0; i < x.length; i++) once[i] = (right[i] as number) - (once[i] as number);
  const goal = lengthOf(right);
  return { x, residual: goal === 0 ? 0 : lengthOf(once) / goal, products: 2 * products + 2 };
};

const neumannSeries: Solve = (product, right, { products = 100, tolerance = 1e-10, rate = 0.1 }) => {
  const [x, rest, curved] = [new Float64Array(right.length), right.slice(), new Float64Array(right.length)];
  const goal = lengthOf(right);
  let made = 0;
  while (made < products && lengthOf(rest) > tolerance * goal) {
    for (let i = 0; i < x.length; i++) x[i] = (x[i] as number) + rate * (rest[i] as number);
    product(x, curved);
    made++;
    for (let i = 0; i < x.length; i++) rest[i] = (right[i] as number) - (curved[i] as number);
  }
  return { x, residual: goal === 0 ? 0 : lengthOf(rest) / goal, products: made };
};

function flatProblem(curvature: number, damping: number): RewardError {
  return new RewardError(
    "GUERDON_OPTION",
    `Expected \`damping\` to make every curvature of the inner problem positive, got a curvature of ${curvature} with ${damping}.`,
    {
      hint: "Raise `damping`, bring the inner problem nearer to its optimum, or take `method: normal-equations` or `neumann`.",
      details: { curvature, damping },
    },
  );
}
