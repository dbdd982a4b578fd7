import { describe, expect, it } from "vitest";
import { gramMatrix } from "./gram-matrix.ts";
import { conjugateGradient, implicitGradient, type LinearMap, neumannSeries } from "./implicit-gradient.ts";
import { drawnVectors } from "./least-form.test-support.ts";

const size = 6;
const gram = gramMatrix(drawnVectors("hessian", size, size + 3));
const right = drawnVectors("right", 1, size)[0] as Float64Array;
const times =
  (sign: number): LinearMap =>
  (v) =>
    v.map(
      (_, i) => sign * v.reduce((sum, x, j) => sum + x * ((gram[i * size + j] as number) + (i === j ? 0.5 : 0)), 0),
    );

describe("conjugateGradient", () => {
  it.each([
    ["positive", 1],
    ["negative", -1],
  ])("solves a %s definite system in as many steps as it has dimensions", (_, sign) => {
    const solution = conjugateGradient(times(sign), right, { maxSteps: size + 2 });
    times(sign)(solution).forEach((value, d) => {
      expect(value).toBeCloseTo(right[d] as number, 8);
    });
  });

  it("is 0 for a right side of 0, and where the matrix bends nothing", () => {
    expect([...conjugateGradient(times(1), new Float64Array(3))]).toEqual([0, 0, 0]);
    expect([...conjugateGradient((v) => v.map(() => 0), Float64Array.of(1, 2))]).toEqual([0, 0]);
  });

  it("ends at its tolerance", () => {
    let calls = 0;
    const counted: LinearMap = (v) => {
      calls++;
      return times(1)(v);
    };
    conjugateGradient(counted, right, { tolerance: 0.9 });
    expect(calls).toBeLessThan(size);
  });
});

describe("neumannSeries", () => {
  it.each([
    ["positive", 1],
    ["negative", -1],
  ])("comes to the solution of a %s definite system", (_, sign) => {
    const [series, exact] = [
      neumannSeries(times(sign), right, sign * 0.1, 2000),
      conjugateGradient(times(sign), right),
    ];
    series.forEach((value, d) => {
      expect(value).toBeCloseTo(exact[d] as number, 8);
    });
  });

  it("adds up Σ rate·(1 − rate·A)^k·b (by hand)", () => {
    expect([...neumannSeries((v) => v.map((x) => 2 * x), Float64Array.of(8), 0.25, 2)]).toEqual([2 + 1]);
  });
});

describe("implicitGradient", () => {
  it("is the slope of the upper objective through the learner, against a difference quotient (004 §Mechanism)", () => {
    // The learner's Δ(θ, φ) = Bφ − Hθ is 0 at θ = H⁻¹Bφ; J(θ) = cᵀθ.
    const columns = drawnVectors("cross", 2, size);
    const taught = (phi: readonly number[]): Float64Array =>
      conjugateGradient(
        times(1),
        right.map((_, d) => columns.reduce((sum, column, k) => sum + (column[d] as number) * (phi[k] as number), 0)),
      );
    const objective = (phi: readonly number[]): number =>
      taught(phi).reduce((sum, x, d) => sum + x * (right[d] as number), 0);
    const adjoint = conjugateGradient(times(-1), right);
    const cross: LinearMap = (v) =>
      Float64Array.from(columns, (column) => column.reduce((sum, x, d) => sum + x * (v[d] as number), 0));
    const slope = implicitGradient(adjoint, cross);
    [0, 1].forEach((k) => {
      const bumped = (by: number): number => objective([0.3, -0.7].map((x, j) => (j === k ? x + by : x)));
      expect(slope[k]).toBeCloseTo((bumped(1e-4) - bumped(-1e-4)) / 2e-4, 5);
    });
  });
});
