import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { normalAt } from "../tensor/index.ts";
import type { BilevelProblem } from "./bilevel-problem.ts";
import { implicitGradient } from "./implicit-gradient.ts";
import { solveLinear } from "./solve-linear.ts";
import { unrolledGradient } from "./unrolled-gradient.ts";

const matrix = (rows: number, columns: number, key: number): Matrix =>
  Matrix.zeros(rows, columns).apply(function (this: Matrix, i, j) {
    this.set(i, j, normalAt(key, i * columns + j));
  });
const vector = (values: Float64Array): Matrix => Matrix.columnVector(Array.from(values));
const flat = (column: Matrix): Float64Array => Float64Array.from(column.to1DArray());

/** Inner ½θᵀHθ − θᵀBφ, outer ½|θ − goal|² + ½·0.3·|φ|²: everything is linear. */
const [P, Q] = [6, 3];
const root = matrix(P, P, 1);
const H = root.mmul(root.transpose()).div(P).add(Matrix.eye(P));
const B = matrix(P, Q, 2);
const goal = Float64Array.from({ length: P }, (_, i) => normalAt(3, i));
const quadratic: BilevelProblem = {
  innerGradient: (theta, phi, out) => out.set(flat(H.mmul(vector(theta)).sub(B.mmul(vector(phi))))),
  outerGradient: (theta, phi, ofTheta, ofPhi) => {
    ofTheta.set(theta.map((value, i) => value - (goal[i] as number)));
    ofPhi.set(phi.map((value) => 0.3 * value));
  },
};
const phi = Float64Array.of(0.4, -1, 0.7);
const optimum = flat(solve(H, B.mmul(vector(phi))));

/** Ridge regression whose penalty e^φ is chosen by other data. */
const [X, V] = [matrix(20, 4, 5), matrix(15, 4, 6)];
const truth = Matrix.columnVector([1, -2, 0.5, 0]);
const [y, z] = [X.mmul(truth).add(matrix(20, 1, 7).mul(0.8)), V.mmul(truth).add(matrix(15, 1, 8).mul(0.8))];
const ridge: BilevelProblem = {
  innerGradient: (theta, [log], out) =>
    out.set(
      flat(
        X.transpose()
          .mmul(X.mmul(vector(theta)).sub(y))
          .add(vector(theta).mul(Math.exp(log as number))),
      ),
    ),
  outerGradient: (theta, _, ofTheta) => ofTheta.set(flat(V.transpose().mmul(V.mmul(vector(theta)).sub(z)))),
};
const ridgeAt = (log: number): Float64Array =>
  flat(
    solve(
      X.transpose()
        .mmul(X)
        .add(Matrix.eye(4).mul(Math.exp(log))),
      X.transpose().mmul(y),
    ),
  );

describe("implicitGradient", () => {
  it.each([
    ["conjugate gradients", { method: "conjugate-gradient" }],
    ["normal equations", { method: "normal-equations" }],
    ["a Neumann series", { method: "neumann", rate: 0.2, products: 2000, tolerance: 1e-12 }],
  ] as const)("is that of a quadratic problem in closed form, by %s, to 1e-6", (_, solver) => {
    // θ* = H⁻¹Bφ, so d outer / dφ = Bᵀ·H⁻¹·(θ* − goal) + 0.3·φ.
    const pulled = solve(H, vector(optimum.map((value, i) => value - (goal[i] as number))));
    const exact = flat(B.transpose().mmul(pulled).add(vector(phi).mul(0.3)));
    const { gradient, residual } = implicitGradient(quadratic, optimum, phi, solver);
    expect(residual).toBeLessThan(1e-9);
    for (let j = 0; j < Q; j++) expect(Math.abs((gradient[j] as number) - (exact[j] as number))).toBeLessThan(1e-6);
  });

  it("is that of the penalty of ridge regression: analytic, and by differences of whole solutions, to 1e-6", () => {
    const log = 0.7;
    const theta = ridgeAt(log);
    const { gradient } = implicitGradient(ridge, theta, Float64Array.of(log));
    // dθ/dφ = −(XᵀX + e^φ)⁻¹·e^φ·θ
    const system = X.transpose()
      .mmul(X)
      .add(Matrix.eye(4).mul(Math.exp(log)));
    const slope = solve(system, vector(theta).mul(-Math.exp(log)));
    const exact = V.transpose()
      .mmul(V.mmul(vector(theta)).sub(z))
      .transpose()
      .mmul(slope)
      .get(0, 0);
    expect(Math.abs((gradient[0] as number) - exact)).toBeLessThan(1e-6);
    const outer = (at: number): number =>
      0.5 *
      V.mmul(vector(ridgeAt(at)))
        .sub(z)
        .norm() **
        2;
    expect(Math.abs((gradient[0] as number) - (outer(log + 1e-4) - outer(log - 1e-4)) / 2e-4)).toBeLessThan(1e-6);
  });

  it("takes products that the problem has itself, a transposed one for an inner problem without a loss", () => {
    const skew = matrix(P, P, 9).mul(0.3);
    const field = H.clone().add(skew).sub(skew.transpose());
    const game: BilevelProblem = {
      ...quadratic,
      innerGradient: (theta, at, out) => out.set(flat(field.mmul(vector(theta)).sub(B.mmul(vector(at))))),
      hessianProduct: (_, __, v, out) => out.set(flat(field.transpose().mmul(vector(v)))),
      mixedProduct: (_, __, v, out) => out.set(flat(B.transpose().mul(-1).mmul(vector(v)))),
    };
    const theta = flat(solve(field, B.mmul(vector(phi))));
    const pulled = solve(field.transpose(), vector(theta.map((value, i) => value - (goal[i] as number))));
    const exact = flat(B.transpose().mmul(pulled).add(vector(phi).mul(0.3)));
    const solver = { method: "neumann", rate: 0.1, products: 3000, tolerance: 1e-12 } as const;
    const { gradient } = implicitGradient(game, theta, phi, solver);
    for (let j = 0; j < Q; j++) expect(gradient[j]).toBeCloseTo(exact[j] as number, 8);
  });

  it("refuses a curvature that is not positive, and damping mends it", () => {
    const saddle = {
      ...quadratic,
      hessianProduct: (_: unknown, __: unknown, v: Float64Array, out: Float64Array) =>
        out.set(v.map((value) => -0.5 * value)),
    };
    expect(() => implicitGradient(saddle, optimum, phi)).toThrow(
      "Expected `damping` to make every curvature of the inner problem positive, got a curvature of -0.5 with 0.",
    );
    expect(implicitGradient(saddle, optimum, phi, { damping: 1 }).residual).toBeLessThan(1e-9);
    const { x } = solveLinear(
      (v, out) => out.set([3 * (v[0] as number), -2 * (v[1] as number)]),
      Float64Array.of(6, 6),
      {
        method: "normal-equations",
      },
    );
    expect([...x]).toEqual([expect.closeTo(2, 10), expect.closeTo(-3, 10)]);
  });
});

describe("unrolledGradient", () => {
  it("is that of K steps on a quadratic problem in closed form, to 1e-6", () => {
    const [steps, rate] = [7, 0.15];
    // θ_K = Σ_k (1 − rate·H)^k · rate·B·φ from θ = 0.
    let [power, sum] = [Matrix.eye(P), Matrix.zeros(P, P)];
    const shrink = Matrix.eye(P).sub(H.clone().mul(rate));
    for (let k = 0; k < steps; k++) {
      sum = sum.add(power);
      power = power.mmul(shrink);
    }
    const slope = sum.mmul(B).mul(rate);
    const theta = flat(slope.mmul(vector(phi)));
    const outward = vector(theta.map((value, i) => value - (goal[i] as number)));
    const exact = flat(slope.transpose().mmul(outward).add(vector(phi).mul(0.3)));
    const result = unrolledGradient(quadratic, new Float64Array(P), phi, { steps, rate });
    for (let j = 0; j < Q; j++)
      expect(Math.abs((result.gradient[j] as number) - (exact[j] as number))).toBeLessThan(1e-6);
    const start = flat(power.transpose().mmul(outward));
    for (let i = 0; i < P; i++) {
      expect(result.theta[i]).toBeCloseTo(theta[i] as number, 10);
      expect(result.ofStart[i]).toBeCloseTo(start[i] as number, 6);
    }
  });

  it("comes to the implicit gradient as steps go on, and to 0 with none", () => {
    const far = unrolledGradient(ridge, new Float64Array(4), Float64Array.of(0.7), { steps: 3000, rate: 0.01 });
    const { gradient } = implicitGradient(ridge, ridgeAt(0.7), Float64Array.of(0.7));
    expect(Math.abs((far.gradient[0] as number) - (gradient[0] as number))).toBeLessThan(1e-6);
    expect(unrolledGradient(ridge, ridgeAt(0), Float64Array.of(0.7), { steps: 0, rate: 1 }).gradient[0]).toBe(0);
  });
});

it("conjugate gradients need no more products than there are curvatures", () => {
  const diagonal = Float64Array.of(1, 1, 5, 5, 5, 1);
  const { x, products } = solveLinear((v, out) => out.set(v.map((value, i) => value * (diagonal[i] as number))), goal);
  expect(products).toBe(2);
  for (let i = 0; i < P; i++) expect(x[i]).toBeCloseTo((goal[i] as number) / (diagonal[i] as number), 12);
});
