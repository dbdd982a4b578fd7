import { describe, expect, it } from "vitest";
import { drawnVectors } from "./least-form.test-support.ts";
import { projectSimplex } from "./project-simplex.ts";
import { quadraticProgramWeights } from "./quadratic-program-weights.ts";

describe("projectSimplex", () => {
  it("is the nearest point, as the quadratic program with G = 1 and gain v says", () => {
    for (let n = 0; n < 60; n++) {
      const size = 1 + (n % 5);
      const values = [...(drawnVectors(`simplex ${n}`, 1, size)[0] as Float64Array)].map((value) => 3 * value);
      const unit = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
      const expected = quadraticProgramWeights(unit, { gain: values });
      projectSimplex(values).forEach((weight, k) => {
        expect(weight).toBeCloseTo(expected[k] as number, 9);
      });
    }
  });

  it.each([
    [[5], [1]],
    [
      [0.25, 0.75],
      [0.25, 0.75],
    ],
    [
      [2, 2],
      [0.5, 0.5],
    ],
    [
      [-1, -1, -1, -1],
      [0.25, 0.25, 0.25, 0.25],
    ],
    [
      [9, 0],
      [1, 0],
    ],
  ])("of %j is %j (by hand)", (values, expected) => {
    expect(projectSimplex(values)).toEqual(expected);
  });

  it("refuses nothing", () => {
    expect(() => projectSimplex([])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`values\` to have at least one, got none.]`,
    );
  });
});
